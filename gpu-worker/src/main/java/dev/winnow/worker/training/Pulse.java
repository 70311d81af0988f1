package dev.winnow.worker.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Beats while a training gets on, or waits for somebody else. Thread-safe. */
final class Pulse {
    private final Clock clock;
    private volatile Instant last;

    Pulse(Clock clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    void beat() {
        last = clock.instant();
    }

    Duration silence() {
        return Duration.between(last, clock.instant());
    }
}
