package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AwakeNanosTest {
    private final AtomicLong clock = new AtomicLong();
    private final AwakeNanos awake = new AwakeNanos(clock::get);

    @Test
    void steps_count_as_long_as_they_took() {
        assertThat(after(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(after(Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void a_suspension_counts_no_more_than_a_slow_step() {
        after(Duration.ofSeconds(1));

        assertThat(after(Duration.ofHours(8))).isEqualTo(Duration.ofSeconds(11));
    }

    private Duration after(Duration time) {
        clock.addAndGet(time.toNanos());
        return Duration.ofNanos(awake.getAsLong());
    }
}
