package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * Where an output is: the innermost open value, and what follows it, as a chain of immutable frames that share their
 * ends. States that are equal allow the same; equality does not look at how the output came here.
 */
sealed interface State
        permits Word,
                ObjectState,
                KeyState,
                ArrayState,
                StringStart,
                StringState,
                NumberState,
                WrittenNumber,
                UnionStart,
                StateSet,
                Fresh,
                Gap,
                OutputEnd {
    /** No byte is forced. */
    int NO_BYTE = -1;

    /** Where the next byte (0 to 255) leads, null if it may not come. */
    @Nullable
    State step(int value);

    /** The nearest end from here. */
    Ending ending();

    /** The only byte that may come, or {@link #NO_BYTE}. */
    int forced();

    /** Whether the output is complete here; more may follow nevertheless. */
    default boolean complete() {
        return false;
    }

    /** Whether a character of a string has begun and is not complete, as a token of half a character leaves it. */
    default boolean withinCharacter() {
        return false;
    }

    /**
     * A state that allows the same tokens at the same cost, as few of them as can be told apart within a token of this
     * many bytes: masks are kept by it.
     */
    default State maskKey(int longestToken) {
        return this;
    }
}
