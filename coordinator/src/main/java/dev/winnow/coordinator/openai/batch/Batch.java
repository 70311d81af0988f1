package dev.winnow.coordinator.openai.batch;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch's row.
 *
 * @param outputSeconds how long its output is kept; null for ever
 * @param metadata JSON, or null
 * @param times when it came to which state, by name of its field
 * @param errors JSON, or null
 */
record Batch(
        UUID id,
        String tenant,
        BatchState state,
        UUID inputFile,
        String endpoint,
        String completionWindow,
        @Nullable String metadata,
        @Nullable Long outputSeconds,
        Instant createdAt,
        Instant expiresAt,
        Map<String, Instant> times,
        @Nullable String errors,
        @Nullable String model,
        Counts counts,
        @Nullable UUID outputFile,
        @Nullable UUID errorFile) {
    /**
     * How its requests ended, and what they took.
     *
     * @param inputTokens 0 until it is over
     */
    record Counts(int total, int completed, int failed, long inputTokens, long outputTokens) {}
}
