package dev.winnow.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Backoff backoff =
            new Backoff(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), Duration.ofHours(1));

    @Test
    void each_pause_grows_by_up_to_a_fifth_and_after_the_last_there_is_none() {
        assertThat(backoff.after(1, Optional.empty(), 0)).contains(Duration.ofSeconds(5));
        assertThat(backoff.after(1, Optional.empty(), 1)).contains(Duration.ofSeconds(6));
        assertThat(backoff.after(2, Optional.empty(), 0.5)).contains(Duration.ofSeconds(330));
        assertThat(backoff.after(3, Optional.empty(), 0)).isEmpty();
    }

    @Test
    void a_receiver_can_ask_for_a_longer_pause_up_to_the_limit_and_not_for_a_shorter_one() {
        assertThat(backoff.after(1, Optional.of(Duration.ofMinutes(2)), 0)).contains(Duration.ofMinutes(2));
        assertThat(backoff.after(1, Optional.of(Duration.ofDays(9)), 0)).contains(Duration.ofHours(1));
        assertThat(backoff.after(2, Optional.of(Duration.ofSeconds(1)), 0)).contains(Duration.ofMinutes(5));
        assertThat(backoff.after(3, Optional.of(Duration.ofSeconds(1)), 0)).isEmpty();
    }

    @Test
    void retry_after_is_read_as_seconds_or_as_a_date() {
        assertThat(Courier.pause("120", NOW)).contains(Duration.ofMinutes(2));
        assertThat(Courier.pause("Thu, 01 Jan 2026 12:00:30 GMT", NOW)).contains(Duration.ofSeconds(30));
        assertThat(Courier.pause("Thu, 01 Jan 2026 11:00:00 GMT", NOW)).isEmpty();
        for (String nonsense : List.of("", "soon", "-1", "99999999999999999999")) {
            assertThat(Courier.pause(nonsense, NOW)).as(nonsense).isEmpty();
        }
        assertThat(Courier.pause(null, NOW)).isEmpty();
    }
}
