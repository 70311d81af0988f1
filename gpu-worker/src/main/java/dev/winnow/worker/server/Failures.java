package dev.winnow.worker.server;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What futures fail with. */
final class Failures {
    private Failures() {}

    /** What went wrong, without what the futures put around it. */
    static Throwable cause(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return cause(failure.getCause());
        }
        return failure == null ? new CancellationException("nothing was answered") : failure;
    }

    /** The same for people. */
    static String reason(@Nullable Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
