package dev.winnow.worker.extraction;

import dev.winnow.common.result.ItemResult;

/** Told about one item, perhaps on the engine's own thread: be quick. */
public interface ExtractionListener {
    /**
     * The item, or a window of it, is being decoded from now on; if the process dies now, this item is under suspicion.
     * Called for each window: the item's time limit is each window's.
     */
    void begun();

    /**
     * The item that had begun waits again, through no fault of its own: what works on it is away. It begins anew later.
     */
    void putBack();

    /**
     * The output of an item that somebody waits for has grown. Not every extractor tells.
     *
     * @param text what came to it
     */
    default void wrote(String text) {}

    /** Does something in the item's name, so that what is logged meanwhile says whose it is. */
    default void inItsName(Runnable task) {
        task.run();
    }

    /** The item has ended, well or badly; called once, unless {@link #ended} is. */
    void finished(ItemResult result);

    /**
     * The item was cancelled and is out of the engine's hands, so that it can neither hang nor crash it any more;
     * called once, in place of {@link #finished}.
     */
    void ended();
}
