package dev.winnow.coordinator.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
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

    // Items that have ended in this epoch stay as they are: looked for first, so that they are not even locked. What is
    // recorded between the look and the insert wins too.
    private static final String END = """
            insert into result (job_id, position, error_code, error_message, recorded_at, epoch)
            select i.job_id, i.position, ?, ?, ?::timestamptz, ?::integer
            from item i
            where i.job_id = ? and i.position >= ? and i.position < ? and not exists (
                select 1 from result r where r.job_id = i.job_id and r.position = i.position
                  and (r.error_code is null or r.epoch >= ?))
            order by i.position
            on conflict (job_id, position) do update
            set error_code = excluded.error_code, error_message = excluded.error_message,
                recorded_at = excluded.recorded_at, epoch = excluded.epoch
            where result.epoch < excluded.epoch and result.error_code is not null""";

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

    Results(ObjectMapper json, Clock clock, JobChanges changes) {
        this.json = json;
        this.clock = clock;
        this.changes = changes;
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
        int succeeded = (int) fresh.stream().filter(hasOutput -> hasOutput).count();
        if (!fresh.isEmpty()) {
            // Each that is new in a later epoch was counted as failed until now.
            int replaced = epoch > 1 ? fresh.size() : 0;
            count(sql, job, succeeded, fresh.size() - succeeded - replaced, fresh.size(), fresh.size());
            changes.changed(job);
        }
        return fresh.size();
    }

    /**
     * Ends the items of a range that have not ended in this epoch, with one error for all. Nobody has worked on them,
     * so the rate stays. The caller holds no row of the job's; the job's own is locked last, here.
     *
     * @param from the first position
     * @param to the position after the last
     * @return how many ended by it
     */
    public int end(Sql sql, UUID job, int epoch, int from, int to, ErrorCode code, String message) throws SQLException {
        int ended = sql.update(END, code.wireName(), message, clock.instant(), epoch, job, from, to, epoch);
        if (ended > 0) {
            count(sql, job, 0, epoch > 1 ? 0 : ended, ended, 0);
            changes.changed(job);
        }
        return ended;
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

    private void count(Sql sql, UUID job, int succeeded, int failed, int ended, int computed) throws SQLException {
        Instant now = clock.instant();
        Rate rate = sql.queryOne(READ_RATE, row -> new Rate(row.real("rate"), row.timeOrNull("rate_at")), job)
                .orElseThrow()
                .plus(computed, now);
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
