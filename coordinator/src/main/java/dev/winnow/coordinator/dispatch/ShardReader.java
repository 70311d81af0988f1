package dev.winnow.coordinator.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes shards into the messages that workers get: task and unrecorded items included. */
@Singleton
class ShardReader {
    private static final String SHARD = """
            select s.id, s.attempt, s.suspect, s.job_id, j.adapter, j.schema_json, j.schema_hash,
                   j.max_output_tokens, j.constrained, j.temperature, j.seed, j.item_seconds, j.instruction,
                   j.window_prompt_tokens, j.window_overlap_tokens, j.item_count, j.trace_parent
            from shard s join job j on j.id = s.job_id
            where s.id = ?""";

    private static final String ITEMS = """
            select i.position, coalesce(i.instruction, ?) as instruction, i.input
            from item i
            where i.job_id = ? and i.position = any(?)
            order by i.position""";

    private final ObjectMapper json;

    ShardReader(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Reads one shard.
     *
     * @return empty if its items are all recorded
     * @throws UnsendableShardException if no message can be made of it, now or ever
     */
    Optional<OutgoingShard> read(Sql sql, long shard) throws SQLException {
        try {
            List<Integer> open = Unrecorded.of(sql, shard);
            if (open.isEmpty()) {
                return Optional.empty();
            }
            Head head = sql.queryOne(SHARD, this::head, shard).orElseThrow();
            List<WorkItem> items = sql.query(
                    ITEMS,
                    row -> new WorkItem(row.number("position"), row.text("instruction"), row.text("input")),
                    head.instruction(),
                    head.job(),
                    open.toArray(Integer[]::new));
            byte[] body = WireFormat.write(new ShardWork(head.shard(), head.job(), head.task(), head.suspect(), items));
            return Optional.of(new OutgoingShard(head.shard(), head.job(), head.jobItems(), head.request(), body));
        } catch (RuntimeException e) {
            // Nothing here but reading and writing JSON: what fails now fails always.
            throw new UnsendableShardException(shard, e);
        }
    }

    private Head head(Row row) throws SQLException {
        return new Head(
                new ShardAttempt(row.bigNumber("id"), row.number("attempt")),
                row.uuid("job_id"),
                row.flag("suspect"),
                row.text("instruction"),
                row.number("item_count"),
                request(row),
                task(row));
    }

    private static @Nullable TraceParent request(Row row) throws SQLException {
        String trace = row.textOrNull("trace_parent");
        return trace == null ? null : new TraceParent(trace);
    }

    private ExtractionTask task(Row row) throws SQLException {
        try {
            return new ExtractionTask(
                    json.readTree(row.text("schema_json")),
                    row.text("schema_hash"),
                    row.textOrNull("adapter"),
                    row.number("max_output_tokens"),
                    row.flag("constrained"),
                    new Sampling(row.real("temperature"), row.bigNumber("seed")),
                    row.number("item_seconds"),
                    JobWindows.of(row));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the stored schema cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private record Head(
            ShardAttempt shard,
            UUID job,
            boolean suspect,
            String instruction,
            int jobItems,
            @Nullable TraceParent request,
            ExtractionTask task) {}
}
