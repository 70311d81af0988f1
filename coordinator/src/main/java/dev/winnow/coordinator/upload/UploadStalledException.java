package dev.winnow.coordinator.upload;

import java.io.IOException;
import java.time.Duration;

/** A client has stopped sending in the midst of a body, or sends next to nothing. */
public final class UploadStalledException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says how long the client was waited for, and what came meanwhile. */
    public UploadStalledException(Duration patience, long bytes) {
        super(
                bytes == 0
                        ? "nothing of the body came for %d s".formatted(patience.toSeconds())
                        : "only %d bytes of the body came in %d s of waiting".formatted(bytes, patience.toSeconds()));
    }
}
