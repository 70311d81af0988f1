package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema document: its subschemas, one object for each. Not thread-safe. */
final class SchemaDocument {
    /** The address of a document that is not told one. */
    static final URI NO_BASE = URI.create("");

    private final Subschema root;
    private final Map<String, Subschema> known = new HashMap<>();
    private final References references;
    private @Nullable Boolean tracksEvaluation;

    SchemaDocument(JsonNode node) {
        Dialect dialect = Dialect.of(node.path("$schema")).orElse(Dialect.UNNAMED);
        Resource whole = new Resource(NO_BASE, node, Location.ROOT, dialect);
        this.root = open(node, Location.ROOT, whole);
        this.references = new References(this);
    }

    Subschema root() {
        return root;
    }

    /** Whether some part of it asks what other parts have looked at. */
    boolean tracksEvaluation() {
        Boolean tracks = tracksEvaluation;
        if (tracks == null) {
            JsonNode node = root.node();
            tracks = node.findValue("unevaluatedProperties") != null || node.findValue("unevaluatedItems") != null;
            tracksEvaluation = tracks;
        }
        return tracks;
    }

    /** What references within it name. */
    References references() {
        return references;
    }

    /** The subschema under a keyword. */
    Subschema child(Subschema parent, String keyword) {
        return at(parent.node().path(keyword), parent.at().child(keyword), parent.resource());
    }

    /** The subschema under a keyword and a name. */
    Subschema child(Subschema parent, String keyword, String name) {
        return at(
                parent.node().path(keyword).path(name),
                parent.at().child(keyword).child(name),
                parent.resource());
    }

    /** One of the subschemas that a keyword lists. */
    Subschema child(Subschema parent, String keyword, int index) {
        return at(
                parent.node().path(keyword).path(index),
                parent.at().child(keyword).child(index),
                parent.resource());
    }

    /** A schema that stands nowhere in the document: a value, or what a keyword means. */
    Subschema made(JsonNode node, Location cause) {
        return new Subschema(node, cause, root.resource());
    }

    /** The subschema at a place. */
    Subschema at(JsonNode node, Location place, Resource resource) {
        Subschema before = known.get(place.pointer());
        if (before == null) {
            before = open(node, place, resource);
            known.put(place.pointer(), before);
        }
        return before;
    }

    /** A subschema with an identifier is a resource of its own. */
    private Subschema open(JsonNode node, Location place, Resource outer) {
        Dialect dialect = Dialect.of(node.path("$schema")).orElse(outer.dialect());
        JsonNode id = node.path(dialect.idKeyword());
        boolean alone = dialect.referencesStandAlone() && node.has("$ref");
        if (!id.isTextual() || alone || id.textValue().startsWith("#")) {
            return new Subschema(node, place, outer);
        }
        try {
            URI base = outer.base().resolve(id.textValue().replaceFirst("#.*$", ""));
            return new Subschema(node, place, new Resource(base, node, place, dialect));
        } catch (IllegalArgumentException e) {
            return new Subschema(node, place, outer);
        }
    }
}
