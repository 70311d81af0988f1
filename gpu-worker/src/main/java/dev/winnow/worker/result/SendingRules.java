package dev.winnow.worker.result;

import dev.winnow.worker.control.Backoff;
import java.time.Duration;

/**
 * When results leave, and when they leave again.
 *
 * @param batchItems so many finished items of a shard wait for no others; all that are there leave together
 * @param batchWait a finished item waits no longer than this for others
 * @param resend how long after it was sent a result that is not recorded is sent again, doubling each time
 * @param limitCharacters from so many held characters on, no new shard is claimed
 */
public record SendingRules(int batchItems, Duration batchWait, Backoff resend, long limitCharacters) {
    public SendingRules {
        if (batchItems < 1) {
            throw new IllegalArgumentException("batchItems must be at least 1, was " + batchItems);
        }
        if (limitCharacters < 1) {
            throw new IllegalArgumentException("limitCharacters must be at least 1, was " + limitCharacters);
        }
    }

    /** What the protocol page says. */
    public static SendingRules ofProtocol(long limitCharacters) {
        return new SendingRules(
                32,
                Duration.ofMillis(500),
                new Backoff(Duration.ofSeconds(15), Duration.ofMinutes(10)),
                limitCharacters);
    }
}
