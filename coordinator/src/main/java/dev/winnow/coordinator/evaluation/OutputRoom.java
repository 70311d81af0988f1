package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.dataset.DatasetRows.StoredRow;
import dev.winnow.coordinator.dataset.HeldOutRows;
import dev.winnow.coordinator.extraction.JobDesk.Means;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** How many tokens an output of a dataset's rows may take. Thread-safe. */
@Singleton
class OutputRoom {
    private static final int PAGE = 100;

    // A model that goes wrong writes more than it should: that is to be seen, and not to last.
    private static final double SPARE = 1.25;
    private static final int LEAST_SPARE = 32;

    private final HeldOutRows rows;

    OutputRoom(HeldOutRows rows) {
        this.rows = rows;
    }

    /**
     * What the longest of their outputs needs and a quarter more, as long as the longest prompt fits beside it.
     *
     * @param most how many rows count: the first
     */
    int tokens(UUID dataset, int most, Means means) {
        int longest = 0;
        int prompt = 0;
        int left = most;
        int last = -1;
        while (left > 0) {
            List<StoredRow> page = rows.after(dataset, last, Math.min(PAGE, left));
            for (StoredRow row : page) {
                longest = Math.max(
                        longest, means.counter().tokenizer().encode(row.row().output()).length);
                prompt = Math.max(
                        prompt,
                        means.counter()
                                .exactly(row.row().instruction(), row.row().input()));
                last = row.position();
            }
            left = page.isEmpty() ? 0 : left - page.size();
        }
        int wanted = Math.max(longest + LEAST_SPARE, (int) (longest * SPARE));
        return Math.max(longest + 1, Math.min(wanted, means.contextTokens() - prompt));
    }
}
