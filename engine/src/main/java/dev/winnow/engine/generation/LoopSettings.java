package dev.winnow.engine.generation;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.decoder.Feed;
import java.util.function.LongSupplier;

/**
 * How a loop is run.
 *
 * @param mostWaiting requests that may wait; more are refused as busy
 * @param nanos a clock that never goes back, in nanoseconds
 * @param jumpForward whether tokens that the constraint forces go in together with the token before them, not one a
 *     step
 * @param draftTokens how many tokens of an output are guessed at most, to be verified in the same step; 0 for none
 * @param sharePrefixes whether a prompt that begins like that of a running row, or of the last one, takes over what was
 *     computed for it
 * @param urgentRows places of each lane, out of its decoder's rows, and a part of its cache, that only urgent requests
 *     begin in
 */
public record LoopSettings(
        int mostWaiting,
        LongSupplier nanos,
        boolean jumpForward,
        int draftTokens,
        boolean sharePrefixes,
        int urgentRows) {
    /** The longest draft: a step takes it with the token before it. */
    public static final int MOST_DRAFT_TOKENS = Feed.MOST_TOKENS - 1;

    /** A short line, since the requests of a worker wait in its queue, not here; as few steps as possible. */
    public static final LoopSettings DEFAULT =
            new LoopSettings(256, new AwakeNanos(System::nanoTime), true, MOST_DRAFT_TOKENS, true);

    public LoopSettings {
        requireNonNull(nanos, "nanos");
        if (mostWaiting < 1) {
            throw new IllegalArgumentException("mostWaiting must be at least 1, was " + mostWaiting);
        }
        if (draftTokens < 0 || draftTokens > MOST_DRAFT_TOKENS) {
            throw new IllegalArgumentException(
                    "draftTokens must be from 0 to %d, was %d".formatted(MOST_DRAFT_TOKENS, draftTokens));
        }
        if (urgentRows < 0) {
            throw new IllegalArgumentException("urgentRows must not be negative, was " + urgentRows);
        }
    }

    /** Without places for urgent requests: these begin first, where there is room. */
    public LoopSettings(
            int mostWaiting, LongSupplier nanos, boolean jumpForward, int draftTokens, boolean sharePrefixes) {
        this(mostWaiting, nanos, jumpForward, draftTokens, sharePrefixes, 0);
    }

    /** The same with so many places of each lane for urgent requests. */
    public LoopSettings keepingForUrgent(int rows) {
        return new LoopSettings(mostWaiting, nanos, jumpForward, draftTokens, sharePrefixes, rows);
    }

    /** The same with every prompt computed whole and one token a step: what defines the reference output. */
    public LoopSettings reference() {
        return new LoopSettings(mostWaiting, nanos, false, 0, false);
    }
}
