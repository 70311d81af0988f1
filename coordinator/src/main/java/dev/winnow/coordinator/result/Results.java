package dev.winnow.coordinator.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Provenance;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Records how items ended: at most once each, whoever says it and how often. */
@Singleton
public class Results {
    private static final String INSERT = """
            insert into result (job_id, position, output, truncated, error_code, error_message,
                                input_tokens, output_tokens, steps, seconds, made_by, recorded_at)
            select i.job_id, i.position, ?::text, ?::boolean, ?::text, ?::text,
                   ?::integer, ?::integer, ?::integer, ?::float8, ?::text, ?::timestamptz
            from item i where i.job_id = ? and i.position = ?
            on conflict do nothing""";

    private static final String READ_RATE = "select rate, rate_at from job where id = ? for update";

    // A cancelled job keeps its state; its late results still count.
    private static final String COUNT = """
            update job set succeeded = succeeded + ?, failed = failed + ?, rate = ?, rate_at = ?,
                   state = case when state in ('queued', 'running') and succeeded + failed + ? = item_count
                           then 'done' else state end,
                   finished_at = case when state in ('queued', 'running') and succeeded + failed + ? = item_count
                           then ? else finished_at end
            where id = ?""";

    private final ObjectMapper json;
    private final Clock clock;

    Results(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * Records what is not recorded yet, and moves the job's counters by it. The caller holds the shard's row; the job's
     * row is locked last, here.
     *
     * @return how many were new
     */
    public int record(Sql sql, UUID job, List<ItemResult> items) throws SQLException {
        int succeeded = 0;
        int failed = 0;
        // In order, so that two messages with the same items wait for each other and cannot deadlock.
        for (ItemResult item : items.stream()
                .sorted(Comparator.comparingInt(ItemResult::position))
                .toList()) {
            if (item instanceof ItemOutput output) {
                succeeded += insert(sql, job, output);
            } else if (item instanceof ItemFailure failure) {
                failed += insert(sql, job, failure);
            }
        }
        if (succeeded + failed > 0) {
            count(sql, job, succeeded, failed);
        }
        return succeeded + failed;
    }

    private void count(Sql sql, UUID job, int succeeded, int failed) throws SQLException {
        Instant now = clock.instant();
        Rate rate = sql.queryOne(READ_RATE, row -> new Rate(row.real("rate"), row.timeOrNull("rate_at")), job)
                .orElseThrow()
                .plus(succeeded + failed, now);
        int ended = succeeded + failed;
        sql.update(COUNT, succeeded, failed, rate.itemsPerSecond(), rate.at(), ended, ended, now, job);
    }

    private int insert(Sql sql, UUID job, ItemOutput item) throws SQLException {
        return sql.update(
                INSERT,
                item.output(),
                item.truncated(),
                null,
                null,
                item.usage().inputTokens(),
                item.usage().outputTokens(),
                item.usage().steps(),
                item.usage().seconds(),
                write(item.madeBy()),
                clock.instant(),
                job,
                item.position());
    }

    private int insert(Sql sql, UUID job, ItemFailure item) throws SQLException {
        // PostgreSQL's text cannot hold NUL, and an engine's message might.
        String message = item.message().replace('\0', ' ');
        return sql.update(
                INSERT,
                null,
                false,
                item.code().wireName(),
                message,
                null,
                null,
                null,
                null,
                null,
                clock.instant(),
                job,
                item.position());
    }

    private String write(Provenance madeBy) {
        try {
            return json.writeValueAsString(madeBy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("provenance can always be written", e);
        }
    }
}
