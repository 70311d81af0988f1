package dev.winnow.coordinator.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ItemResult;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.job.JobEvent;
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
    private static final String INSERT = """
            insert into result (job_id, position, output, truncated, error_code, error_message,
                                input_tokens, output_tokens, steps, seconds, made_by, recorded_at)
            select i.job_id, i.position, r.output, r.truncated, r.error_code, r.error_message,
                   r.input_tokens, r.output_tokens, r.steps, r.seconds, r.made_by, ?::timestamptz
            from unnest(?::integer[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                        ?::integer[], ?::integer[], ?::integer[], ?::float8[], ?::text[])
                 as r (position, output, truncated, error_code, error_message,
                       input_tokens, output_tokens, steps, seconds, made_by)
            join lateral (
                select job_id, position from item where job_id = ? and position = r.position
                union all
                select job_id, position from item where job_id = ? and twin_of = r.position) i on true
            on conflict do nothing
            returning error_code""";

    private static final String READ_RATE = "select rate, rate_at from job where id = ? for update";

    // A cancelled job keeps its state; its late results still count.
    private static final String COUNT = """
            update job set succeeded = succeeded + ?, failed = failed + ?, rate = ?, rate_at = ?,
                   state = case when state = any(?) and succeeded + failed + ? = item_count
                           then ? else state end,
                   finished_at = case when state = any(?) and succeeded + failed + ? = item_count
                           then ? else finished_at end
            where id = ?""";

    private final ObjectMapper json;
    private final Clock clock;
    private final JobChanges changes;

    Results(ObjectMapper json, Clock clock, JobChanges changes) {
        this.json = json;
        this.clock = clock;
        this.changes = changes;
    }

    /**
     * Records what is not recorded yet, and moves the job's counters by it. The caller holds the shard's row; the job's
     * row is locked last, here.
     *
     * @return how many were new
     */
    public int record(Sql sql, UUID job, List<ItemResult> items) throws SQLException {
        List<Boolean> fresh = insert(sql, job, ResultColumns.of(items, json));
        int succeeded = (int) fresh.stream().filter(hasOutput -> hasOutput).count();
        if (!fresh.isEmpty()) {
            count(sql, job, succeeded, fresh.size() - succeeded);
            changes.changed(job);
        }
        return fresh.size();
    }

    /** Answers for each item that was new whether it has an output. */
    private List<Boolean> insert(Sql sql, UUID job, ResultColumns columns) throws SQLException {
        return sql.query(
                INSERT,
                row -> row.textOrNull("error_code") == null,
                clock.instant(),
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

    private void count(Sql sql, UUID job, int succeeded, int failed) throws SQLException {
        Instant now = clock.instant();
        Rate rate = sql.queryOne(READ_RATE, row -> new Rate(row.real("rate"), row.timeOrNull("rate_at")), job)
                .orElseThrow()
                .plus(succeeded + failed, now);
        int ended = succeeded + failed;
        String[] unfinished = JobEvent.FINISH.fromStored();
        sql.update(
                COUNT,
                succeeded,
                failed,
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
