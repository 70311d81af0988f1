package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.dataset.DatasetRows.StoredRow;
import dev.winnow.coordinator.dataset.HeldOutRows;
import dev.winnow.coordinator.extraction.JobDesk.ItemSource;
import dev.winnow.coordinator.extraction.JobDesk.OrderedItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The held-out rows of a dataset as items of a job; an item's id is its row's position. Not thread-safe. */
final class RowItems implements ItemSource {
    private static final int PAGE = 100;

    private final HeldOutRows rows;
    private final UUID dataset;
    private final Deque<StoredRow> page = new ArrayDeque<>();
    private int left;
    private int last = -1;

    RowItems(HeldOutRows rows, UUID dataset, int most) {
        this.rows = rows;
        this.dataset = dataset;
        this.left = most;
    }

    @Override
    public @Nullable OrderedItem next() {
        if (page.isEmpty() && left > 0) {
            page.addAll(rows.after(dataset, last, Math.min(PAGE, left)));
            left = page.isEmpty() ? 0 : left - page.size();
        }
        StoredRow row = page.poll();
        if (row == null) {
            return null;
        }
        last = row.position();
        return new OrderedItem(
                Integer.toString(row.position()),
                row.position() + 1L,
                row.row().instruction(),
                row.row().input());
    }
}
