package dev.winnow.engine.generation;

/**
 * Told about one request, on the generator's own thread: be quick, and hand longer work to another thread. What it
 * throws is logged and goes no further.
 */
@FunctionalInterface
public interface GenerationListener {
    /** The request left the waiting line and its prefill begins. Not called for a request that fails before that. */
    default void begun() {}

    /**
     * The output has grown; called only where the request is {@linkplain GenerationRequest#urgent() urgent}.
     *
     * @param tokens what was written since the last time, at least one
     */
    default void wrote(int[] tokens) {}

    /** The request has ended; called exactly once. */
    void finished(GenerationOutcome outcome);
}
