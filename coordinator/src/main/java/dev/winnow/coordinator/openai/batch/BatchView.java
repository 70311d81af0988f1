package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.winnow.coordinator.openai.WireId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch as clients see it. Times are Unix seconds. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BatchView(
        String id,
        String endpoint,
        @Nullable String model,
        @JsonRawValue @Nullable String errors,
        String inputFileId,
        String completionWindow,
        String status,
        @Nullable String outputFileId,
        @Nullable String errorFileId,
        long createdAt,
        @Nullable Long inProgressAt,
        long expiresAt,
        @Nullable Long finalizingAt,
        @Nullable Long completedAt,
        @Nullable Long failedAt,
        @Nullable Long expiredAt,
        @Nullable Long cancellingAt,
        @Nullable Long cancelledAt,
        RequestCounts requestCounts,
        @Nullable Usage usage,
        @JsonRawValue @Nullable String metadata) {
    static BatchView of(Batch batch) {
        return new BatchView(
                WireId.BATCH.write(batch.id()),
                batch.endpoint(),
                batch.model(),
                batch.errors(),
                WireId.FILE.write(batch.inputFile()),
                batch.completionWindow(),
                batch.state().status(),
                file(batch.outputFile()),
                file(batch.errorFile()),
                batch.createdAt().getEpochSecond(),
                time(batch, "in_progress_at"),
                batch.expiresAt().getEpochSecond(),
                time(batch, "finalizing_at"),
                time(batch, "completed_at"),
                time(batch, "failed_at"),
                time(batch, "expired_at"),
                time(batch, "cancelling_at"),
                time(batch, "cancelled_at"),
                new RequestCounts(
                        batch.counts().total(),
                        batch.counts().completed(),
                        batch.counts().failed()),
                batch.state().over()
                        ? Usage.of(batch.counts().inputTokens(), batch.counts().outputTokens())
                        : null,
                batch.metadata());
    }

    private static @Nullable String file(@Nullable UUID id) {
        return id == null ? null : WireId.FILE.write(id);
    }

    private static @Nullable Long time(Batch batch, String name) {
        Instant time = batch.times().get(name);
        return time == null ? null : time.getEpochSecond();
    }

    @JsonProperty
    String object() {
        return "batch";
    }

    /** How many requests have ended how; {@code failed} counts all that stand in the error file. */
    record RequestCounts(int total, int completed, int failed) {}

    /** What its requests took, once it is over. */
    record Usage(
            long inputTokens,
            Cached inputTokensDetails,
            long outputTokens,
            Reasoning outputTokensDetails,
            long totalTokens) {
        static Usage of(long input, long output) {
            return new Usage(input, new Cached(0), output, new Reasoning(0), input + output);
        }
    }

    /** Of the input. */
    record Cached(long cachedTokens) {}

    /** Of the output. */
    record Reasoning(long reasoningTokens) {}
}
