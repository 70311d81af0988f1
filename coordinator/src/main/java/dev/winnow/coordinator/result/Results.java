package dev.winnow.coordinator.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ItemResult;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.racepoint.RacePoint;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Records how items ended: at most once each, whoever says it and how often. */
@Singleton
public class Results {
    // One statement a message, however many items it has. Only items of the job count, and an item's twins end with it.
    // The first recorded wins within an epoch. What is new in a later one replaces an error: only those are tried
    // again.
    private static final String INSERT = """
            insert into result (job_id, position, output, truncated, error_code, error_message,
                                input_tokens, output_tokens, steps, seconds, made_by, recorded_at, epoch)
            select distinct on (i.position) i.job_id, i.position, r.output, r.truncated, r.error_code, r.error_message,
                   r.input_tokens, r.output_tokens, r.steps, r.seconds, r.made_by, ?::timestamptz, ?::integer
            from unnest(?::integer[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                        ?::integer[], ?::integer[], ?::integer[], ?::float8[], ?::text[]) with ordinality
                 as r (position, output, truncated, error_code, error_message,
                       input_tokens, output_tokens, steps, seconds, made_by, place)
            join lateral (
                select job_id, position from item where job_id = ? and position = r.position
                union all
                select job_id, position from item where job_id = ? and twin_of = r.position) i on true
            order by i.position, r.place
            on conflict (job_id, position) do update
            set output = excluded.output, truncated = excluded.truncated, error_code = excluded.error_code,
                error_message = excluded.error_message, input_tokens = excluded.input_tokens,
                output_tokens = excluded.output_tokens, steps = excluded.steps, seconds = excluded.seconds,
                made_by = excluded.made_by, recorded_at = excluded.recorded_at, epoch = excluded.epoch
            where result.epoch < excluded.epoch and result.error_code is not null
            returning error_code""";

    private static final String READ_RATE = "select rate, rate_at from job where id = ? for update";

    // A cancelled job keeps its state; its late results still count.
    private static final String COUNT = """
            update job set succeeded = succeeded + ?, failed = failed + ?, open_items = open_items - ?,
                   rate = ?, rate_at = ?,
                   state = case when state = any(?) and open_items = ?
                           then ? else state end,
                   finished_at = case when state = any(?) and open_items = ?
                           then ? else finished_at end
            where id = ?""";

    private final ObjectMapper json;
    private final Clock clock;
    private final JobChanges changes;
    private final RacePoints<RacePoint> points;

    Results(ObjectMapper json, Clock clock, JobChanges changes, RacePoints<RacePoint> points) {
        this.json = json;
        this.clock = clock;
        this.changes = changes;
        this.points = points;
    }

    /**
     * Records what is not recorded yet, and moves the job's counters by it. The caller holds the shard's row; the job's
     * row is locked last, here.
     *
     * @param epoch of the shard; what is recorded in this epoch or a later one stays
     * @return how many were new
     */
    public int record(Sql sql, UUID job, int epoch, List<ItemResult> items) throws SQLException {
        List<Boolean> fresh = insert(sql, job, epoch, ResultColumns.of(items, json));
        points.reached(RacePoint.RESULTS_INSERTED);
        int succeeded = (int) fresh.stream().filter(hasOutput -> hasOutput).count();
        if (!fresh.isEmpty()) {
            // Each that is new in a later epoch was counted as failed until now.
            int replaced = epoch > 1 ? fresh.size() : 0;
            count(sql, job, succeeded, fresh.size() - succeeded - replaced, fresh.size());
            changes.changed(job);
        }
        return fresh.size();
    }

    /** Answers for each item that was new whether it has an output. */
    private List<Boolean> insert(Sql sql, UUID job, int epoch, ResultColumns columns) throws SQLException {
        return sql.query(
                INSERT,
                row -> row.textOrNull("error_code") == null,
                clock.instant(),
                epoch,
                columns.positions(),
                columns.outputs(),
                columns.truncated(),
                columns.errorCodes(),
                columns.errorMessages(),
                columns.inputTokens(),
                columns.outputTokens(),
                columns.steps(),
                columns.seconds(),
                columns.madeBy(),
                job,
                job);
    }

    private void count(Sql sql, UUID job, int succeeded, int failed, int ended) throws SQLException {
        Instant now = clock.instant();
        Rate rate = sql.queryOne(READ_RATE, row -> new Rate(row.real("rate"), row.timeOrNull("rate_at")), job)
                .orElseThrow()
                .plus(ended, now);
        String[] unfinished = JobEvent.FINISH.fromStored();
        sql.update(
                COUNT,
                succeeded,
                failed,
                ended,
                rate.itemsPerSecond(),
                rate.at(),
                unfinished,
                ended,
                JobEvent.FINISH.toStored(),
                unfinished,
                ended,
                now,
                job);
    }
}
