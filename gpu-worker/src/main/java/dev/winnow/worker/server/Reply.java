package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What the server said, whole. */
final class Reply {
    private final int status;
    private final Optional<Duration> retryAfter;
    private final byte[] body;

    /**
     * Takes the body over.
     *
     * @param retryAfter when to come again, if the server says so in seconds
     */
    Reply(int status, Optional<Duration> retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = requireNonNull(retryAfter, "retryAfter");
        this.body = body.clone();
    }

    int status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
