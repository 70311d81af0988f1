package dev.winnow.coordinator.online;

import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.coordinator.problem.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a request ended that somebody waited for. */
enum OnlineEnd {
    /** With an output. */
    OUTPUT,
    /** With an error of its own, as an item of a job may. */
    ERROR,
    /** Without an answer: no worker, no broker, or too many lost. */
    FAILED,
    /** Its time was over. */
    TIMEOUT,
    /** Whoever waited has gone. */
    CANCELLED;

    static OnlineEnd of(@Nullable ItemResult result, @Nullable Problem failure, boolean late) {
        if (result != null) {
            return result instanceof ItemOutput ? OUTPUT : ERROR;
        }
        if (failure != null && !failure.code().equals(Waiting.CALLER_GONE)) {
            return FAILED;
        }
        return failure == null && late ? TIMEOUT : CANCELLED;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
