package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

/**
 * One keyword of a schema and what becomes of it.
 *
 * @param pointer JSON pointer of the keyword itself, {@code /properties/date/pattern}
 * @param note why, and for a refused keyword what to write instead; empty where there is nothing to say
 */
public record KeywordUse(String pointer, String keyword, Treatment treatment, String note) {
    /** Checks that all is there. */
    public KeywordUse {
        requireNonNull(pointer, "pointer");
        requireNonNull(keyword, "keyword");
        requireNonNull(treatment, "treatment");
        requireNonNull(note, "note");
    }
}
