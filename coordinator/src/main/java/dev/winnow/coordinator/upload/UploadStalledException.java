package dev.winnow.coordinator.upload;

import java.io.IOException;
import java.time.Duration;

/** A client has stopped sending in the midst of a body. */
public final class UploadStalledException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says how long the client was waited for. */
    public UploadStalledException(Duration patience) {
        super("nothing of the body came for %d s".formatted(patience.toSeconds()));
    }
}
