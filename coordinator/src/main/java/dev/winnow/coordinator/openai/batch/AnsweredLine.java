package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a batch with what is known of it when the output is written.
 *
 * @param model that the answer says; null where the line is in no group
 * @param status why there is no answer: of the line itself, or of its group
 * @param error JSON, with the status
 * @param result how its item ended; null if it did not
 */
record AnsweredLine(
        int number,
        String customId,
        @Nullable String model,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Result result) {
    /**
     * How an item ended.
     *
     * @param output JSON, or null if it failed
     * @param evidence JSON, or null
     */
    record Result(
            @Nullable String output,
            boolean truncated,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            int inputTokens,
            int outputTokens,
            @Nullable String madeBy,
            @Nullable String evidence,
            Instant recordedAt) {}

    static AnsweredLine read(Row row) throws SQLException {
        Instant recordedAt = row.timeOrNull("recorded_at");
        Result result = recordedAt == null
                ? null
                : new Result(
                        row.textOrNull("output"),
                        row.flag("truncated"),
                        row.textOrNull("error_code"),
                        row.textOrNull("error_message"),
                        row.number("input_tokens"),
                        row.number("output_tokens"),
                        row.textOrNull("made_by"),
                        row.textOrNull("evidence"),
                        recordedAt);
        return new AnsweredLine(
                row.number("line"),
                row.text("custom_id"),
                row.textOrNull("model_name"),
                row.numberOrNull("status"),
                row.textOrNull("error"),
                result);
    }
}
