package dev.winnow.worker.extraction;

/** An item in an extractor's hands. */
@FunctionalInterface
public interface Extraction {
    /** Ends it soon, without a result; does nothing if it has ended. Its listener is told when that has happened. */
    void cancel();
}
