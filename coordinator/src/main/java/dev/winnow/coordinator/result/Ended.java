package dev.winnow.coordinator.result;

/**
 * By how much a statement moves the counters of a job.
 *
 * @param items that are not open any more
 * @param succeeded of them, with an output
 * @param failed of them, with an error; less those that were counted as failed before
 * @param inputTokens of those with an output
 * @param outputTokens of the same
 */
record Ended(int items, int succeeded, int failed, long inputTokens, long outputTokens) {
    static final Ended NONE = new Ended(0, 0, 0, 0, 0);

    static Ended well(int items, long inputTokens, long outputTokens) {
        return new Ended(items, items, 0, inputTokens, outputTokens);
    }

    static Ended badly(int items) {
        return new Ended(items, 0, items, 0, 0);
    }

    Ended and(Ended other) {
        return new Ended(
                items + other.items,
                succeeded + other.succeeded,
                failed + other.failed,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens);
    }

    /** The same of a later epoch, where each was counted as failed until now. */
    Ended countedAsFailed() {
        return new Ended(items, succeeded, failed - items, inputTokens, outputTokens);
    }
}
