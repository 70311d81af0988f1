package dev.winnow.coordinator.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long to wait after a failed attempt.
 *
 * @param pauses after the first, the second, ... attempt; after as many more there is none
 * @param longest the longest that a receiver can ask for
 */
record Backoff(List<Duration> pauses, Duration longest) {
    // Messages that failed together should not all come back together.
    private static final double JITTER = 0.2;

    Backoff {
        pauses = List.copyOf(pauses);
        if (pauses.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("winnow.webhooks.retries must not be negative, were " + pauses);
        }
    }

    /**
     * The pause, or nothing if that was the last attempt.
     *
     * @param tries attempts so far, from 1
     * @param asked what the receiver asked for; it lengthens a pause and never shortens it
     * @param chance from 0 to 1
     */
    Optional<Duration> after(int tries, Optional<Duration> asked, double chance) {
        if (tries > pauses.size()) {
            return Optional.empty();
        }
        Duration pause = pauses.get(tries - 1);
        Duration planned = pause.plusMillis((long) (pause.toMillis() * JITTER * chance));
        Duration wanted = asked.orElse(Duration.ZERO);
        Duration bounded = wanted.compareTo(longest) > 0 ? longest : wanted;
        return Optional.of(bounded.compareTo(planned) > 0 ? bounded : planned);
    }
}
