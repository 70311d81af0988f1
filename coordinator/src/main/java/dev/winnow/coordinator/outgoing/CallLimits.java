package dev.winnow.coordinator.outgoing;

import java.time.Duration;

/**
 * What a call may take.
 *
 * @param connect to connect, and as much again for TLS
 * @param total from the first packet to the last byte of the answer
 * @param answerBytes of the answer's body; what is longer is cut off
 * @param atOnce calls to one address at the same time
 */
public record CallLimits(Duration connect, Duration total, long answerBytes, int atOnce) {
    public CallLimits {
        if (connect.isNegative() || connect.isZero() || total.compareTo(connect) < 0) {
            throw new IllegalArgumentException(
                    "a call needs some time to connect and at least as much in all, was %s and %s"
                            .formatted(connect, total));
        }
        if (answerBytes < 0 || atOnce < 1) {
            throw new IllegalArgumentException("a call needs room for its answer");
        }
    }
}
