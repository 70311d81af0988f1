package dev.winnow.coordinator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    @Test
    void what_differs_in_a_little_is_found_among_many_others() {
        LeakCheck check = new LeakCheck(0.8);
        for (int i = 0; i < 2_000; i++) {
            check.holdOut(i, text(i));
        }
        for (int i = 0; i < 2_000; i += 17) {
            String edited = "  " + text(i).toUpperCase(java.util.Locale.ROOT).replace(" ", "\n  ") + " X";
            assertThat(check.find(5_000 + i, edited))
                    .map(LeakCheck.Leak::heldOutLine)
                    .contains(i);
            assertThat(check.find(i, text(10_000 + i))).isEmpty();
        }
    }

    @Test
    void similarity_is_about_the_share_of_common_runs() {
        String same = text(1).substring(0, 200);
        String half = same + text(2).substring(0, 100);
        String other = same + text(3).substring(0, 100);
        // 200 of 400 runs are in both.
        assertThat(MinHash.of(half).similarity(MinHash.of(other))).isCloseTo(0.5, within(0.15));
        assertThat(MinHash.of(half).similarity(MinHash.of(half))).isEqualTo(1);
    }

    @Test
    void texts_that_are_shorter_than_a_run_are_alike_only_if_they_are_the_same() {
        LeakCheck check = new LeakCheck(0.8);
        check.holdOut(1, "ab");
        assertThat(check.find(2, "ab")).isPresent();
        assertThat(check.find(3, "cd")).isEmpty();
    }

    private static String text(int seed) {
        return new Random(seed)
                .ints(80, 0, 400)
                .mapToObj(word -> Integer.toString(word * 31 + 9_000, 36))
                .collect(Collectors.joining(" "));
    }
}
