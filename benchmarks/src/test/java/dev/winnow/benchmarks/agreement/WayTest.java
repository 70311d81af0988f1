package dev.winnow.benchmarks.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.generation.LoopSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class WayTest {
    @Test
    void the_reference_is_alone_and_saves_nothing() {
        assertThat(Way.REFERENCE.slots()).isEqualTo(1);
        assertThat(Way.REFERENCE.settings()).isEqualTo(LoopSettings.DEFAULT.reference());
    }

    @Test
    void what_saves_steps_is_tried_by_itself_and_together() {
        List<Way> ways = Way.others(64, false);
        assertThat(ways).extracting(Way::name).doesNotHaveDuplicates().hasSize(6);
        assertThat(ways).filteredOn(way -> way.settings().jumpForward()).hasSize(3);
        assertThat(ways).filteredOn(way -> way.settings().draftTokens() > 0).hasSize(3);
        assertThat(ways).filteredOn(way -> way.settings().sharePrefixes()).hasSize(3);
        assertThat(ways).filteredOn(way -> way.slots() == 64).hasSize(5);
    }

    @Test
    void companions_run_only_where_there_are_some() {
        assertThat(Way.others(8, false)).noneMatch(Way::companions);
        assertThat(Way.others(8, true)).filteredOn(Way::companions).hasSize(1);
    }

    @Test
    void a_difference_is_allowed_at_a_tie_only() {
        assertThat(new Difference(0, 3, 1e-5).allowed()).isTrue();
        assertThat(new Difference(0, 3, -1e-5).allowed()).isTrue();
        assertThat(new Difference(0, 3, 2e-4).allowed()).isFalse();
        assertThat(new Difference(0, 3, -2e-4).allowed()).isFalse();
        assertThat(new Difference(0, 3, Double.POSITIVE_INFINITY).allowed()).isFalse();
    }
}
