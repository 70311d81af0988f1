package dev.winnow.benchmarks.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeparationTest {
    private final Separation separation = new Separation();

    @Test
    void is_whole_where_every_right_value_is_surer_than_every_wrong_one() {
        separation.add(0.9, true);
        separation.add(0.8, true);
        separation.add(0.1, false);

        assertThat(separation.area()).hasValue(1);
        assertThat(separation.right()).isEqualTo(2);
    }

    @Test
    void is_a_half_where_all_are_equally_sure() {
        separation.add(0.5, true);
        separation.add(0.5, false);
        separation.add(0.5, false);

        assertThat(separation.area()).hasValue(0.5);
    }

    @Test
    void is_not_known_where_nothing_is_wrong() {
        separation.add(0.5, true);

        assertThat(separation.area()).isEmpty();
    }

    @Test
    void is_the_share_of_pairs_in_the_right_order() {
        Random random = new Random(3);
        double[] confidence = new double[60];
        boolean[] right = new boolean[60];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = random.nextInt(10) / 10.;
            right[i] = random.nextInt(10) < 10 * confidence[i];
            separation.add(confidence[i], right[i]);
        }
        double ordered = 0;
        int pairs = 0;
        for (int i = 0; i < confidence.length; i++) {
            for (int j = 0; j < confidence.length; j++) {
                if (right[i] && !right[j]) {
                    pairs++;
                    ordered += confidence[i] > confidence[j] ? 1 : confidence[i] == confidence[j] ? 0.5 : 0;
                }
            }
        }

        assertThat(separation.area().orElseThrow()).isCloseTo(ordered / pairs, within(1e-12));
    }
}
