package dev.winnow.text.pattern;

import static java.util.Objects.requireNonNull;

/**
 * Texts that a pattern takes: those of a language that have a length.
 *
 * @param minLength code points at least
 * @param maxLength code points at most, {@link Integer#MAX_VALUE} for any number
 * @param exact whether these are all; otherwise the pattern is too large for an automaton, and takes some of them
 */
public record PatternLanguage(Language language, int minLength, int maxLength, boolean exact) {
    /** Checks the lengths. */
    public PatternLanguage {
        requireNonNull(language, "language");
        if (minLength < 0 || maxLength < minLength) {
            throw new IllegalArgumentException("lengths from " + minLength + " to " + maxLength + " are no range");
        }
    }

    /** Whether a text is one of these. */
    public boolean contains(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= minLength && length <= maxLength && language.contains(text);
    }
}
