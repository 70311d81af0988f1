package dev.winnow.worker.extraction;

import dev.winnow.common.result.ItemResult;

/** Told about one item, perhaps on the engine's own thread: be quick. */
public interface ExtractionListener {
    /** The item is being decoded from now on; if the process dies now, this item is under suspicion. */
    void begun();

    /** The item has ended; called once, or never if it was cancelled. */
    void finished(ItemResult result);
}
