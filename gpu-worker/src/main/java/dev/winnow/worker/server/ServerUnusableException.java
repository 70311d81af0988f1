package dev.winnow.worker.server;

import java.io.IOException;

/** The server answers, and is not what was set; the message says what to change. */
final class ServerUnusableException extends IOException {
    private static final long serialVersionUID = 1L;

    ServerUnusableException(String message) {
        super(message);
    }
}
