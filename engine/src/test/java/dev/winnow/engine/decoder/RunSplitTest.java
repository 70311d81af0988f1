package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RunSplitTest {
    @Test
    void rows_of_about_the_same_width_run_together() {
        assertThat(starts(rows(24, 1))).containsExactly(0);
        assertThat(starts(6, 7, 7, 6, 5)).containsExactly(0);
    }

    @Test
    void many_narrow_rows_are_not_padded_to_a_wide_one() {
        int[] widths = rows(24, 1);
        widths[0] = 10;
        assertThat(starts(widths)).containsExactly(0, 1);
        widths[0] = 1;
        widths[11] = 10;
        assertThat(starts(widths)).containsExactly(0, 11, 12);
    }

    @Test
    void one_narrow_row_among_wide_ones_is_padded() {
        int[] widths = rows(12, 8);
        widths[6] = 1;
        assertThat(starts(widths)).containsExactly(0);
    }

    @Test
    void rows_that_are_no_neighbours_never_run_together() {
        BitSet apart = new BitSet();
        apart.set(2);
        apart.set(3);
        assertThat(RunSplit.starts(rows(5, 4), apart).stream()).containsExactly(0, 2, 3);
    }

    @Test
    void no_rows_have_no_runs() {
        assertThat(starts()).isEmpty();
    }

    private static int[] starts(int... widths) {
        return RunSplit.starts(widths, new BitSet()).stream().toArray();
    }

    private static int[] rows(int count, int width) {
        int[] widths = new int[count];
        Arrays.fill(widths, width);
        return widths;
    }
}
