package dev.winnow.coordinator.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void a_steady_job_shows_its_rate_from_its_first_seconds_on() {
        Rate rate = new Rate(0, null);
        for (int second = 1; second <= 300; second++) {
            Instant now = START.plusSeconds(second);
            rate = rate.plus(4, now);
            if (second == 5 || second == 300) {
                assertThat(rate.now(START, now)).isCloseTo(4, within(0.5));
            }
        }
    }

    @Test
    void a_job_that_stands_still_slows_down() {
        Rate rate = new Rate(4, START);
        assertThat(rate.now(START.minusSeconds(600), START.plusSeconds(120))).isLessThan(0.1);
    }

    @Test
    void a_job_without_items_has_no_rate() {
        assertThat(new Rate(0, null).now(START, START.plusSeconds(9))).isZero();
        assertThat(new Rate(0, null).now(START, START)).isZero();
    }
}
