package dev.winnow.engine.generation;

/** Turns prompts into outputs. Thread-safe. */
public interface Generator extends AutoCloseable {
    /**
     * Offers a request. It never blocks.
     *
     * <p>A request that can never run is accepted and fails at once, so that there is one place to handle failures:
     * with {@link GenerationOutcome.Reason#TOO_LONG} if its prompt and output limit exceed the model's context or the
     * KV cache, with {@link GenerationOutcome.Reason#ENGINE_ERROR} if its prompt or end tokens are not the model's.
     */
    Submission submit(GenerationRequest request, GenerationListener listener);

    /** Ends a request with {@link GenerationOutcome.Reason#CANCELLED} soon; does nothing if it has ended. */
    void cancel(GenerationId id);

    /** How busy it is now. */
    GenerationLoad load();

    /** What it has done so far. */
    GenerationTotals totals();

    /**
     * Ends every request with {@link GenerationOutcome.Reason#CANCELLED} and frees what it holds; listeners have been
     * told when this returns. Submitting afterwards is refused. Not to be called by a listener.
     */
    @Override
    void close();
}
