package dev.winnow.text.constraint;

/**
 * One output on its way through a {@link Constraint}. Not thread-safe.
 *
 * <p>A step is: if {@link #finished()}, stop; else take {@link #forced()} if it is not empty, else choose a token that
 * {@link #allow} admits; then {@link #accept} each token taken, in order.
 */
public interface Cursor {
    /** Whether the output is complete: no further token may follow. */
    boolean finished();

    /**
     * Whether the output is complete as it stands, although more may follow: a number that is the whole output. Where
     * it holds, the engine admits its end tokens beside those of {@link #allow}. Always true when {@link #finished()}.
     */
    default boolean mayEnd() {
        return finished();
    }

    /**
     * Tokens that must come next whatever the model says, as the tokenizer itself would have it; empty where the model
     * has a choice, be it only how far the last token goes. They need no sampling. All of them fit the limit.
     */
    int[] forced();

    /**
     * Writes which tokens may come next: those that can be continued to a valid output within the remaining limit. At
     * least one is allowed unless {@link #finished()}.
     *
     * @param mask bit {@code i & 63} of word {@code i >> 6} is token i; overwritten whole; at least {@code (vocabulary
     *     + 63) / 64} words
     */
    void allow(long[] mask);

    /**
     * Takes one step along a token.
     *
     * @throws IllegalArgumentException if the token is not allowed here
     */
    void accept(int token);

    /**
     * Whether the limit, not the model, may have shaped the output: a step was taken towards its end where another
     * token was forbidden only for want of room.
     */
    boolean truncated();
}
