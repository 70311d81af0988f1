package dev.winnow.worker.control;

import org.jspecify.annotations.Nullable;

/** The coordinator did not answer, or said that it cannot answer now: ask again later. */
public final class CoordinatorAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public CoordinatorAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
