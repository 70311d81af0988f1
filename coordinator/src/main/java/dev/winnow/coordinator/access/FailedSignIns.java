package dev.winnow.coordinator.access;

import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds attempts to sign in that fail: for each address, and for all together. Keys cannot be guessed; this keeps
 * whoever tries from costing much. Its memory is bounded by the limit for all. Thread-safe.
 */
@Singleton
class FailedSignIns {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10;

    private final SessionConfig config;
    private final Clock clock;
    private final Map<String, Integer> failures = new HashMap<>();
    private Instant windowEnd = Instant.EPOCH;
    private int all;

    FailedSignIns(SessionConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Refuses an address that has failed too often. */
    synchronized void requireRoom(String address) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            failures.clear();
            all = 0;
            windowEnd = now.plus(WINDOW);
        }
        if (failures.getOrDefault(address, 0) >= config.failures() || all >= ADDRESSES * config.failures()) {
            throw Problem.of(429, "too_many_failed_sign_ins", "too many attempts to sign in have failed")
                    .limit(config.failures())
                    .remedy("wait a minute, and copy the key from where it is kept")
                    .exception();
        }
    }

    synchronized void failed(String address) {
        failures.merge(address, 1, Integer::sum);
        all++;
    }
}
