package dev.winnow.coordinator.fleet;

/**
 * How a worker that says it is alive stands with the coordinator.
 *
 * @param known whether it is registered and has not ended
 * @param drained whether an operator wants it to take no more work
 */
record Standing(boolean known, boolean drained) {
    /** Of a worker that was never registered, or has ended. */
    static final Standing UNKNOWN = new Standing(false, false);
}
