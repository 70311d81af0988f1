package dev.winnow.worker.extraction;

import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.metrics.WorkerMetrics;

/**
 * Turns items into results. This is the edge between shards, which know nothing of tokens, and the model, which knows
 * nothing of shards. Thread-safe.
 */
public interface Extractor extends AutoCloseable {
    /**
     * Takes an item; it never blocks for long and never fails: whatever goes wrong becomes the item's result.
     *
     * @return what cancels it
     */
    Extraction start(ExtractionTask task, WorkItem item, ExtractionListener listener);

    /**
     * The same for an item that somebody waits for: it goes before those that nobody does, and its output is told as it
     * grows, as far as this extractor can do either.
     */
    default Extraction startUrgently(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        return start(task, item, listener);
    }

    /** How busy it is. */
    ExtractionLoad load();

    /** Shows what it knows of its own work, besides its load. */
    default void showIn(WorkerMetrics metrics) {}

    /** Whether it can do anything now. */
    default Condition condition() {
        return Condition.WORKING;
    }

    /** Ends everything that runs; nothing is told of it. */
    @Override
    default void close() {}
}
