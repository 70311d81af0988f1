package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.wire.SizeLimits;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Refuses a schema that could not go the whole way to a worker: it is stored as text, read again at dispatch and once
 * more by the worker, inside a message, and each reader has its limits of depth and length. Thread-safe.
 */
@Singleton
class WireCheck {
    private static final UUID NO_JOB = new UUID(0, 0);
    private static final List<WorkItem> ONE_ITEM = List.of(new WorkItem(0, "x", "x"));

    private final ObjectMapper json;

    WireCheck(ObjectMapper json) {
        this.json = json;
    }

    /** Sends the schema the same way, all but the broker. */
    void require(JsonNode schema, String pointer) {
        String stored = schema.toString();
        requireSize(stored, pointer);
        try {
            ExtractionTask task =
                    new ExtractionTask(json.readTree(stored), "none", null, 1, false, new Sampling(0, 0), 1, null);
            WireFormat.readWork(WireFormat.write(new ShardWork(new ShardAttempt(1, 1), NO_JOB, task, false, ONE_ITEM)));
        } catch (JsonProcessingException | RuntimeException e) {
            throw Problem.of(422, "schema_refused", "the schema cannot be sent to a worker: " + e.getMessage())
                    .at(pointer)
                    .remedy("nest it less deeply, and shorten its names and texts")
                    .exception();
        }
    }

    private static void requireSize(String stored, String pointer) {
        int bytes = stored.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SizeLimits.SCHEMA_BYTES) {
            throw Problem.of(
                            413,
                            "schema_too_large",
                            "the schema has %d bytes, the limit is %d".formatted(bytes, SizeLimits.SCHEMA_BYTES))
                    .at(pointer)
                    .limit(SizeLimits.SCHEMA_BYTES)
                    .remedy("make the schema smaller")
                    .exception();
        }
    }
}
