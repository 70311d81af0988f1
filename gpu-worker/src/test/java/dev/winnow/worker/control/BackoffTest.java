package dev.winnow.worker.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @Test
    void waits_double_up_to_the_ceiling() {
        assertThat(backoff.wholeAfter(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.wholeAfter(3)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.wholeAfter(6)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.wholeAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void jitter_takes_away_up_to_half() {
        Random chance = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.after(2, chance)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        }
    }
}
