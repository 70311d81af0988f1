package dev.winnow.coordinator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultLagTest {
    private final ResultLag lag = new ResultLag();

    @Test
    void an_empty_queue_is_not_behind_however_little_is_recorded() {
        look(0, 0);
        look(0, 0);

        assertThat(lag.behind()).isFalse();
    }

    @Test
    void what_is_recorded_within_ten_seconds_is_not_behind() {
        look(100, 0);
        look(100, 40);
        look(100, 40);
        look(100, 40);

        assertThat(lag.behind()).isFalse();
    }

    @Test
    void more_than_was_recorded_in_ten_seconds_is_behind() {
        for (int i = 0; i < 10; i++) {
            look(500, 40);
        }

        assertThat(lag.behind()).isTrue();
    }

    @Test
    void only_the_last_ten_seconds_count() {
        look(0, 0);
        look(0, 10_000);
        for (int i = 0; i < 4; i++) {
            look(300, 40);
        }
        assertThat(lag.behind()).isFalse();

        look(300, 40);

        assertThat(lag.behind()).isTrue();
    }

    @Test
    void a_queue_of_which_nothing_is_recorded_is_behind() {
        look(3, 0);

        assertThat(lag.behind()).isTrue();
    }

    @Test
    void a_queue_that_is_away_is_not_behind() {
        look(3, 0);

        lag.unknown();

        assertThat(lag.behind()).isFalse();
    }

    private void look(long waiting, int recorded) {
        for (int i = 0; i < recorded; i++) {
            lag.recorded();
        }
        lag.waiting(waiting);
    }
}
