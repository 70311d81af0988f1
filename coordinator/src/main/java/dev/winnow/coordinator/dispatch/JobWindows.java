package dev.winnow.coordinator.dispatch;

import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.database.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads how a job's long inputs are cut. */
final class JobWindows {
    private JobWindows() {}

    /**
     * From a row with the job's {@code window_prompt_tokens} and {@code window_overlap_tokens}; null if there are none.
     */
    static @Nullable Windows of(Row job) throws SQLException {
        Integer promptTokens = job.numberOrNull("window_prompt_tokens");
        return promptTokens == null ? null : new Windows(promptTokens, job.number("window_overlap_tokens"));
    }
}
