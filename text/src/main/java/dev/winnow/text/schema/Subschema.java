package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema within a document, the document itself among them. There is one object for each place: equality is identity.
 */
final class Subschema {
    private final JsonNode node;
    private final Location at;
    private final Resource resource;

    Subschema(JsonNode node, Location at, Resource resource) {
        this.node = node;
        this.at = at;
        this.resource = resource;
    }

    JsonNode node() {
        return node;
    }

    Location at() {
        return at;
    }

    Resource resource() {
        return resource;
    }

    Dialect dialect() {
        return resource.dialect();
    }

    @Override
    public String toString() {
        return at.pointer();
    }
}
