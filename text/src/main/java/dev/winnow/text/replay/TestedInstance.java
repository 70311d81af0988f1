package dev.winnow.text.replay;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value of which it is known whether it fits its schema.
 *
 * @param description what it tests; may be empty
 * @param valid whether it fits
 * @param data the value, its numbers exact
 * @param source its text, as it stands in the file
 */
public record TestedInstance(String description, boolean valid, JsonNode data, String source) {
    /** Checks that all is there. */
    public TestedInstance {
        requireNonNull(description, "description");
        requireNonNull(data, "data");
        requireNonNull(source, "source");
    }
}
