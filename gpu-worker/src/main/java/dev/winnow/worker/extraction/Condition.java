package dev.winnow.worker.extraction;

/** Whether an extractor can do anything now. */
public enum Condition {
    /** It takes items and works on them. */
    WORKING,
    /** What it works with is away: what it has waits, and nothing new should be begun. */
    AWAY,
    /** The same for so long that what waits is better given to others. */
    LOST
}
