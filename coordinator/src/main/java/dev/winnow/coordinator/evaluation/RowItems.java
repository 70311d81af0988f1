package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.dataset.DatasetRows.StoredRow;
import dev.winnow.coordinator.dataset.HeldOutRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;

/** The held-out rows of a dataset as items of a job; an item's id is its row's position. Not thread-safe. */
final class RowItems implements Iterator<ObjectNode> {
    private static final int PAGE = 100;

    private final HeldOutRows rows;
    private final UUID dataset;
    private final ObjectMapper json;
    private final Deque<StoredRow> page = new ArrayDeque<>();
    private int left;
    private int last = -1;

    RowItems(HeldOutRows rows, UUID dataset, int most, ObjectMapper json) {
        this.rows = rows;
        this.dataset = dataset;
        this.left = most;
        this.json = json;
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && left > 0) {
            page.addAll(rows.after(dataset, last, Math.min(PAGE, left)));
            left = page.isEmpty() ? 0 : left - page.size();
        }
        return !page.isEmpty();
    }

    @Override
    public ObjectNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all rows were given");
        }
        StoredRow row = page.removeFirst();
        last = row.position();
        return json.createObjectNode()
                .put("id", Integer.toString(row.position()))
                .put("instruction", row.row().instruction())
                .put("input", row.row().input());
    }
}
