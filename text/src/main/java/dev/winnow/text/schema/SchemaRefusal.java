package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

/**
 * One reason why a schema is not accepted.
 *
 * @param pointer JSON pointer of the offending keyword, or of the schema that lacks one; empty for the schema's root
 * @param keyword the keyword, also where it is missing
 * @param message what is wrong, with the limit if there is one
 * @param remedy what to write instead
 */
public record SchemaRefusal(String pointer, String keyword, String message, String remedy) {
    /** Checks that all is there. */
    public SchemaRefusal {
        requireNonNull(pointer, "pointer");
        requireNonNull(keyword, "keyword");
        requireNonNull(message, "message");
        requireNonNull(remedy, "remedy");
    }

    /** Where, what, and what to do about it, in one line. */
    public String describe() {
        return (pointer.isEmpty() ? "the schema's root" : pointer) + ": " + message + "; " + remedy;
    }
}
