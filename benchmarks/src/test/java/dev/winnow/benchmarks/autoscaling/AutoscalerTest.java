package dev.winnow.benchmarks.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.autoscaling.ScalingRules.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
    private static final ScalingRules HALF_IN_TWO_MINUTES = new ScalingRules(300, List.of(new Policy(true, 50, 120)));
    private static final ScalingRules AT_ONCE = new ScalingRules(0, List.of(new Policy(true, 100, 15)));

    @Test
    void there_are_as_many_as_the_backlog_asks_for() {
        assertThat(with(AT_ONCE, 100).look(0, 4, 750)).isEqualTo(8);
    }

    @Test
    void a_tenth_more_or_less_changes_nothing() {
        assertThat(with(AT_ONCE, 100).look(0, 10, 1_099)).isEqualTo(10);
        assertThat(with(AT_ONCE, 100).look(0, 10, 1_101)).isEqualTo(12);
        assertThat(with(AT_ONCE, 100).look(0, 10, 901)).isEqualTo(10);
        assertThat(with(AT_ONCE, 100).look(0, 10, 899)).isEqualTo(9);
    }

    @Test
    void it_doubles_or_grows_by_four_in_a_quarter_of_a_minute_whatever_is_more() {
        Autoscaler autoscaler = with(AT_ONCE, 100);

        assertThat(autoscaler.look(0, 1, 9_000)).isEqualTo(5);
        assertThat(autoscaler.look(15, 5, 9_000)).isEqualTo(10);
        assertThat(autoscaler.look(30, 10, 9_000)).isEqualTo(20);
    }

    @Test
    void it_never_goes_beyond_its_most_nor_below_one() {
        assertThat(with(AT_ONCE, 3).look(0, 1, 9_000)).isEqualTo(3);
        assertThat(with(AT_ONCE, 3).look(0, 3, 0)).isEqualTo(1);
    }

    @Test
    void it_shrinks_only_to_the_most_that_was_wanted_in_the_last_five_minutes() {
        Autoscaler autoscaler = with(HALF_IN_TWO_MINUTES, 100);

        assertThat(autoscaler.look(0, 8, 800)).isEqualTo(8);
        assertThat(autoscaler.look(15, 8, 100)).isEqualTo(8);
        assertThat(autoscaler.look(285, 8, 100)).isEqualTo(8);
        assertThat(autoscaler.look(300, 8, 100)).isEqualTo(4);
    }

    @Test
    void it_shrinks_by_half_in_two_minutes() {
        Autoscaler autoscaler = with(new ScalingRules(0, HALF_IN_TWO_MINUTES.policies()), 100);

        assertThat(autoscaler.look(0, 8, 100)).isEqualTo(4);
        assertThat(autoscaler.look(105, 4, 100)).isEqualTo(4);
        assertThat(autoscaler.look(120, 4, 100)).isEqualTo(2);
    }

    private static Autoscaler with(ScalingRules down, int most) {
        return new Autoscaler(new ScalingSettings(15, 600, 0, most, 100, 0, ScalingRules.usualUp(), down));
    }
}
