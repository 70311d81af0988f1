package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.dispatch.Planner.Cut;
import dev.winnow.coordinator.dispatch.Planner.SizedItem;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PlannerTest extends CoordinatorTest {
    @Test
    void small_items_are_cut_by_number() {
        assertThat(cut(20, 100, 64)).extracting(cut -> cut.positions().size()).containsExactly(8, 8, 4);
    }

    @Test
    void large_items_are_cut_by_tokens() {
        // 3,500 bytes are about 1,001 tokens; with 2,000 of output four of them fit 12,000.
        assertThat(cut(5, 3_500, 1_900))
                .extracting(cut -> cut.positions().size())
                .containsExactly(4, 1);
    }

    @Test
    void an_item_larger_than_a_shard_is_one_of_its_own() {
        assertThat(cut(2, 100_000, 64)).extracting(Cut::positions).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void a_long_job_is_planned_only_so_far_ahead_and_goes_on_as_shards_are_taken() {
        submit(6_000);
        planner.runOnce();
        assertThat(count("shard")).isEqualTo(500);

        dispatcher.runOnce();
        planner.runOnce();
        assertThat(count("shard")).isEqualTo(750);
    }

    private List<Cut> cut(int items, int bytes, int maxOutputTokens) {
        return planner.cut(
                IntStream.range(0, items).mapToObj(i -> new SizedItem(i, bytes)).toList(), maxOutputTokens);
    }
}
