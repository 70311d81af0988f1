package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.audit.Audit;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.webhook.ScheduleEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes what has become of runs, once for each. Thread-safe. */
@Singleton
class RunEnds {
    private static final String END = """
            update schedule_run set state = ?, ended_at = ?::timestamptz, dataset = coalesce(?, dataset),
                                    new_rows = coalesce(?::integer, new_rows), training_id = ?::uuid,
                                    code = ?, detail = ?, remedy = ?
            where id = ? and state = 'due'""";

    private static final String LOOK = "update schedule_run set dataset = ?, new_rows = ? where id = ?";

    /** After a minute, two, four and so on: half an hour in all. */
    private static final int ATTEMPTS = 5;

    private static final String POSTPONE = """
            update schedule_run set attempts = attempts + 1, due_at = ?::timestamptz + interval '1 minute' * (1 << attempts),
                                    code = ?, detail = ?, remedy = ?
            where id = ? and state = 'due' and attempts < ?""";

    private static final String LAST = """
            update schedule s
            set good_dataset_id = case when exists (
                    select from training l where l.id = s.last_training_id and l.state in ('failed', 'cancelled'))
                then s.good_dataset_id else s.last_dataset_id end,
                last_training_id = t.id, last_dataset_id = t.dataset_id
            from training t where t.id = ? and s.id = ?""";

    private static final String OWNER = "select tenant, name from schedule where id = ?";

    private final Database database;
    private final ScheduleEnds hooks;
    private final Audit audit;
    private final Clock clock;

    RunEnds(Database database, ScheduleEnds hooks, Audit audit, Clock clock) {
        this.database = database;
        this.hooks = hooks;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a run has found, before it begins what takes long. */
    void look(long run, String dataset, int newRows) {
        database.inTransaction(sql -> sql.update(LOOK, dataset, newRows, run));
    }

    /**
     * It has begun a training; what comes next is compared with that one's rows.
     *
     * @param judged whether what comes out is to be judged
     */
    void train(long run, UUID schedule, UUID training, boolean judged) {
        RunEvent event = judged ? RunEvent.TRAIN_TO_JUDGE : RunEvent.TRAIN;
        database.inTransaction(sql -> {
            int noted = sql.update(
                    END,
                    event.toStored(),
                    judged ? null : clock.instant(),
                    null,
                    null,
                    training,
                    null,
                    null,
                    null,
                    run);
            told(sql, noted, run);
            if (noted == 0) {
                return 0;
            }
            Owner owner = sql.queryOne(OWNER, Owner::read, schedule).orElseThrow();
            audit.note(sql, owner.tenant(), "schedule " + owner.name(), "POST", "/api/v1/trainings/" + training);
            return sql.update(LAST, training, schedule);
        });
    }

    /** There was nothing to do. */
    void skip(long run, @Nullable String dataset, @Nullable Integer newRows, String code, String detail) {
        database.inTransaction(sql -> told(
                sql,
                sql.update(
                        END,
                        RunEvent.SKIP.toStored(),
                        clock.instant(),
                        dataset,
                        newRows,
                        null,
                        code,
                        detail,
                        null,
                        run),
                run));
    }

    /** It could not be done; where the cause may pass by itself, it is tried again some minutes later. */
    void fail(long run, Problem why) {
        if (why.status() == 409 || why.status() == 429 || why.status() == 503) {
            int postponed = database.inTransaction(sql ->
                    sql.update(POSTPONE, clock.instant(), why.code(), why.detail(), why.remedy(), run, ATTEMPTS));
            if (postponed == 1) {
                return;
            }
        }
        database.inTransaction(sql -> told(
                sql,
                sql.update(
                        END,
                        RunEvent.FAIL.toStored(),
                        clock.instant(),
                        null,
                        null,
                        null,
                        why.code(),
                        why.detail(),
                        why.remedy(),
                        run),
                run));
    }

    /** Tells those who want to know, if this has ended it. */
    private int told(Sql sql, int changed, long run) throws SQLException {
        if (changed > 0) {
            hooks.ended(sql, run);
        }
        return changed;
    }

    private record Owner(String tenant, String name) {
        static Owner read(Row row) throws SQLException {
            return new Owner(row.text("tenant"), row.text("name"));
        }
    }
}
