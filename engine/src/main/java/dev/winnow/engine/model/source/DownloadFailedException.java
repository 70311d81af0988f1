package dev.winnow.engine.model.source;

import java.io.IOException;

/** A model could not be fetched; the message says why and how to go on. */
public final class DownloadFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Fails with a message for the user. */
    public DownloadFailedException(String message) {
        super(message);
    }

    /** Fails with a message for the user and what went wrong beneath. */
    public DownloadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
