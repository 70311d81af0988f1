package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossesTest {
    @Test
    void without_evidence_a_suspect_is_cut_in_quarters() {
        assertThat(Losses.parts(List.of(1, 2, 3, 4, 5, 6, 7, 8), Set.of()))
                .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5, 6), List.of(7, 8));
        assertThat(Losses.parts(List.of(1, 2), Set.of())).containsExactly(List.of(1), List.of(2));
        assertThat(Losses.parts(List.of(1, 2, 3, 4, 5), Set.of()))
                .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    }

    @Test
    void what_was_begun_is_parted_from_all_the_rest() {
        assertThat(Losses.parts(List.of(1, 2, 3, 4, 5, 6), Set.of(2, 5, 99)))
                .containsExactly(List.of(2), List.of(5), List.of(1, 3, 4, 6));
    }

    @Test
    void where_all_was_begun_it_is_cut_in_quarters() {
        assertThat(Losses.parts(List.of(1, 2, 3, 4), Set.of(1, 2, 3, 4)))
                .containsExactly(List.of(1), List.of(2), List.of(3), List.of(4));
    }

    @Test
    void four_losses_part_the_largest_shard_into_single_items() {
        List<List<Integer>> parts = List.of(IntStream.range(0, 256).boxed().toList());
        for (int loss = 0; loss < 4; loss++) {
            parts = parts.stream()
                    .flatMap(part -> Losses.parts(part, Set.of()).stream())
                    .toList();
        }

        assertThat(parts).hasSize(256).allMatch(part -> part.size() == 1);
    }
}
