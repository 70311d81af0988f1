package dev.winnow.common.racepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HaltAtTest {
    private final AtomicInteger halts = new AtomicInteger();

    private enum Step {
        FIRST,
        SECOND
    }

    @Test
    void the_process_ends_at_its_point_and_at_no_other() {
        HaltAt<Step> points = HaltAt.parse(Step.class, "SECOND", halts::incrementAndGet);

        points.reached(Step.FIRST);
        assertThat(halts).hasValue(0);
        points.reached(Step.SECOND);
        assertThat(halts).hasValue(1);
    }

    @Test
    void the_process_ends_the_time_that_was_asked_for() {
        HaltAt<Step> points = HaltAt.parse(Step.class, " FIRST:3 ", halts::incrementAndGet);

        points.reached(Step.FIRST);
        points.reached(Step.FIRST);
        assertThat(halts).hasValue(0);
        points.reached(Step.FIRST);
        assertThat(halts).hasValue(1);
        assertThat(points).hasToString("FIRST, time 3");
    }

    @Test
    void what_names_no_point_is_refused_with_those_there_are() {
        for (String text : List.of("", "THIRD", "first", "FIRST:", "FIRST:0", "FIRST:-1", "FIRST:often", "FIRST:1:2")) {
            assertThatThrownBy(() -> HaltAt.parse(Step.class, text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("WINNOW_TESTING_HALT_AT")
                    .hasMessageContaining("[FIRST, SECOND]")
                    .hasMessageContaining("'" + text + "'");
        }
    }
}
