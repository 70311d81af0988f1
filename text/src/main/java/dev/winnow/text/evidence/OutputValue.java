package dev.winnow.text.evidence;

import static java.util.Objects.requireNonNull;

/**
 * A value of an output that has no values within: a string, a number, a literal, or an empty object or array.
 *
 * @param pointer where it is, as RFC 6901 has it; empty for the output itself
 * @param kind what it is
 * @param text a string's characters, what is written of others
 * @param fromByte where it begins in the output's UTF-8, quotes included
 * @param toByte where it has ended
 */
public record OutputValue(String pointer, Kind kind, String text, int fromByte, int toByte) {
    /** What a value is. */
    public enum Kind {
        STRING,
        NUMBER,
        /** true, false and null. */
        LITERAL,
        /** An object or an array with nothing in it. */
        EMPTY
    }

    public OutputValue {
        requireNonNull(pointer, "pointer");
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
        if (fromByte < 0 || toByte < fromByte) {
            throw new IllegalArgumentException("a value is from %d to %d".formatted(fromByte, toByte));
        }
    }
}
