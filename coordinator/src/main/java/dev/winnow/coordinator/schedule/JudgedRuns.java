package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.webhook.ScheduleEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs between their training and their end: finds those that can go on, and notes how. Thread-safe. */
@Singleton
class JudgedRuns {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 16;

    private static final String COLUMNS = """
            select r.id, s.tenant, s.name, s.gate, r.training_id, coalesce(r.candidate, t.adapter) as candidate,
                   r.champion, r.evaluation_id, t.state as training_state, t.error_message,
                   coalesce(t.dataset_hash, r.dataset) as dataset
            from schedule_run r
            join schedule s on s.id = r.schedule_id
            left join training t on t.id = r.training_id\s""";

    private static final String TRAINED = COLUMNS + """
            where r.state = 'training' and r.due_at <= ?
              and (t.id is null or t.state in ('done', 'failed', 'cancelled'))
            order by r.due_at, r.id limit ?""";

    private static final String EVALUATED = COLUMNS + """
            left join evaluation e on e.id = r.evaluation_id
            where r.state = 'evaluating' and r.due_at <= ? and (e.id is null or e.state <> 'running')
            order by r.due_at, r.id limit ?""";

    // Another replica that has it already is not waited for.
    private static final String HOLD =
            "select id from schedule_run where id = ? and state = any(?) for update skip locked";

    private static final String EVALUATE = """
            update schedule_run set state = ?, candidate = ?, champion = ?, evaluation_id = ?, due_at = ?,
                                    code = null, detail = null, remedy = null
            where id = ? and state = any(?)""";

    private static final String EVALUATE_AGAIN = """
            update schedule_run set state = ?, champion = null, evaluation_id = null where id = ? and state = any(?)""";

    private static final String END = """
            update schedule_run set state = ?, ended_at = ?, judgement = ?, code = null, detail = null, remedy = null
            where id = ? and state = any(?)""";

    private static final String KEEP_ITSELF = """
            update schedule_run set state = ?, ended_at = ?, candidate = ?, champion = ?, code = 'same_adapter',
                                    detail = 'the training has come to the champion itself'
            where id = ? and state = any(?)""";

    private static final String POSTPONE = """
            update schedule_run set due_at = ?, code = ?, detail = ?, remedy = ?
            where id = ? and state in ('training', 'evaluating')""";

    private static final String FAIL = """
            update schedule_run set state = ?, ended_at = ?, code = ?, detail = ?, remedy = ?
            where id = ? and state = any(?)""";

    private final Database database;
    private final ScheduleEnds hooks;
    private final Clock clock;

    JudgedRuns(Database database, ScheduleEnds hooks, Clock clock) {
        this.database = database;
        this.hooks = hooks;
        this.clock = clock;
    }

    /** Those whose training has ended. */
    List<JudgedRun> trained() {
        return database.inTransaction(sql -> sql.query(TRAINED, JudgedRun::read, clock.instant(), AT_ONCE));
    }

    /** Those whose evaluation has ended. */
    List<JudgedRun> evaluated() {
        return database.inTransaction(sql -> sql.query(EVALUATED, JudgedRun::read, clock.instant(), AT_ONCE));
    }

    /** Whether this can happen to it now; nobody else moves it until the transaction ends. */
    boolean hold(Sql sql, long run, RunEvent event) throws SQLException {
        return !sql.query(HOLD, row -> row.bigNumber("id"), run, event.fromStored())
                .isEmpty();
    }

    void evaluate(Sql sql, long run, String candidate, @Nullable String champion, UUID evaluation) throws SQLException {
        RunEvent event = RunEvent.EVALUATE;
        sql.update(
                EVALUATE, event.toStored(), candidate, champion, evaluation, clock.instant(), run, event.fromStored());
    }

    void evaluateAgain(Sql sql, long run) throws SQLException {
        RunEvent event = RunEvent.EVALUATE_AGAIN;
        sql.update(EVALUATE_AGAIN, event.toStored(), run, event.fromStored());
    }

    /** It was judged. */
    void end(Sql sql, long run, RunEvent event, String judgement) throws SQLException {
        told(sql, sql.update(END, event.toStored(), clock.instant(), judgement, run, event.fromStored()), run);
    }

    /** There is nothing to judge: the same files came out again. */
    void keepItself(long run, String candidate) {
        RunEvent event = RunEvent.KEEP;
        database.inTransaction(sql -> told(
                sql,
                sql.update(
                        KEEP_ITSELF, event.toStored(), clock.instant(), candidate, candidate, run, event.fromStored()),
                run));
    }

    /** What hinders it passes by itself. */
    void postpone(long run, Problem why) {
        database.inTransaction(sql ->
                sql.update(POSTPONE, clock.instant().plus(PATIENCE), why.code(), why.detail(), why.remedy(), run));
    }

    /** It cannot be judged; the champion stays. */
    void fail(long run, Problem why) {
        RunEvent event = RunEvent.FAIL;
        database.inTransaction(sql -> told(
                sql,
                sql.update(
                        FAIL,
                        event.toStored(),
                        clock.instant(),
                        why.code(),
                        why.detail(),
                        why.remedy(),
                        run,
                        event.fromStored()),
                run));
    }

    /** Tells those who want to know, if this has ended it. */
    private int told(Sql sql, int changed, long run) throws SQLException {
        if (changed > 0) {
            hooks.ended(sql, run);
        }
        return changed;
    }

    /**
     * One of them.
     *
     * @param candidate null where the training brought nothing
     * @param champion that it is evaluated beside; null for the model alone, and while it is not evaluated
     */
    record JudgedRun(
            long id,
            String tenant,
            String schedule,
            ScheduleGate gate,
            UUID training,
            @Nullable String trainingState,
            @Nullable String trainingError,
            String dataset,
            @Nullable String candidate,
            @Nullable String champion,
            @Nullable UUID evaluation) {
        static JudgedRun read(Row row) throws SQLException {
            return new JudgedRun(
                    row.bigNumber("id"),
                    row.text("tenant"),
                    row.text("name"),
                    Objects.requireNonNull(ScheduleGate.stored(row.text("gate"))),
                    row.uuid("training_id"),
                    row.textOrNull("training_state"),
                    row.textOrNull("error_message"),
                    row.text("dataset"),
                    row.textOrNull("candidate"),
                    row.textOrNull("champion"),
                    row.uuidOrNull("evaluation_id"));
        }

        /** Why there is nothing to judge. */
        ProblemException withoutAdapter() {
            String state = trainingState == null ? "deleted" : trainingState;
            return Problem.of(
                            422,
                            "training_" + state,
                            "training %s was %s before it brought an adapter%s"
                                    .formatted(
                                            training,
                                            state.equals("failed") ? "given up" : state,
                                            trainingError == null ? "" : ": " + trainingError))
                    .remedy("the champion stays; 'winnow schedules run %s' tries again".formatted(schedule))
                    .exception();
        }
    }
}
