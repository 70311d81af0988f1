package dev.winnow.coordinator.harness;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time, as the test wants it. */
@Alternative
@Priority(1)
@Singleton
public class MovableClock extends Clock {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private volatile Instant now = START;

    /** For the next test. Never back: services remember times. */
    public void nextDay() {
        now = now.plus(Duration.ofDays(1));
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("all times are UTC");
    }
}
