package dev.winnow.coordinator.embedded;

import java.io.Serial;

/** An embedded service cannot start; the message is for the user and names what is missing and the remedy. */
public final class StartException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
