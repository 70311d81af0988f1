package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * What references are relative to: a document, or a part of it with an identifier of its own.
 *
 * @param base its address, empty if it has none
 * @param at where it begins in the document
 */
record Resource(URI base, JsonNode root, Location at, Dialect dialect) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
