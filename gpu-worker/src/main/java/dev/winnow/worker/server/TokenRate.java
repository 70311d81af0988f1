package dev.winnow.worker.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Output tokens a second over the last ten seconds. Guarded by its {@link ServerExtractor}. */
final class TokenRate {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Clock clock;
    private final Deque<Part> parts = new ArrayDeque<>();
    private long tokens;

    TokenRate(Clock clock) {
        this.clock = clock;
    }

    void add(int more) {
        parts.addLast(new Part(clock.instant(), more));
        tokens += more;
        forget();
    }

    double perSecond() {
        forget();
        return tokens / (double) WINDOW.toSeconds();
    }

    private void forget() {
        Instant oldest = clock.instant().minus(WINDOW);
        while (!parts.isEmpty() && parts.getFirst().at().isBefore(oldest)) {
            tokens -= parts.removeFirst().tokens();
        }
    }

    private record Part(Instant at, int tokens) {}
}
