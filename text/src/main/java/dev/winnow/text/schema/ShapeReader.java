package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one schema document: decides for each subschema which way it says what it wants (reference, alternatives,
 * literals, types), and leaves that way's keywords to its reader. A place that is refused has no shape; reading goes on
 * beside it, so that all refusals are found at once.
 */
final class ShapeReader {
    private final JsonNode document;
    private final Findings findings;
    private final Bounds bounds;
    private final References references;
    private final LiteralReader literals;
    private final TypeReader types;
    private int subschemas;
    private int depth;

    ShapeReader(JsonNode document, Findings findings) {
        this.document = document;
        this.findings = findings;
        this.bounds = new Bounds(findings);
        this.references = new References(document, findings);
        this.literals = new LiteralReader(document, findings, bounds);
        this.types = new TypeReader(this, findings, bounds);
    }

    Optional<Shape> readRoot() {
        JsonNode dialect = document.path("$schema");
        if (!dialect.isMissingNode()
                && !Keywords.DIALECTS.contains(dialect.asText().replaceAll("#$", ""))) {
            findings.refuse(
                    Location.ROOT,
                    "$schema",
                    "the dialect " + dialect + " is not known here",
                    "write the schema in https://json-schema.org/draft/2020-12/schema");
        }
        return read(document, Location.ROOT);
    }

    /** Reads a subschema; empty if it, or some part of it, was refused. */
    Optional<Shape> read(JsonNode node, Location at) {
        if (!(node instanceof ObjectNode schema)) {
            findings.refuseAt(
                    at,
                    "type",
                    node.isBoolean() ? anyOrNothing(node) : "this is no schema",
                    "write a schema with a type");
            return Optional.empty();
        }
        if (tooLarge(at)) {
            return Optional.empty();
        }
        subschemas++;
        depth++;
        try {
            return readObject(schema, at);
        } finally {
            depth--;
        }
    }

    private static String anyOrNothing(JsonNode node) {
        return node.booleanValue() ? "any JSON value would fit this" : "no JSON value fits this";
    }

    private boolean tooLarge(Location at) {
        if (depth >= SchemaLimits.DEPTH) {
            findings.refuseAt(
                    at, "type", "schemas may be nested " + SchemaLimits.DEPTH + " levels deep", "make it flatter");
            return true;
        }
        if (subschemas >= SchemaLimits.SUBSCHEMAS) {
            findings.refuseAt(
                    Location.ROOT,
                    "$ref",
                    "at most " + SchemaLimits.SUBSCHEMAS + " subschemas are taken, references followed",
                    "split the schema into several requests");
            return true;
        }
        return false;
    }

    private Optional<Shape> readObject(ObjectNode schema, Location at) {
        if (schema.has("$ref")) {
            return readAlone(schema, at, "$ref") ? followReference(schema, at) : Optional.empty();
        }
        if (schema.has("anyOf")) {
            return readAlone(schema, at, "anyOf") ? readAlternatives(schema, at) : Optional.empty();
        }
        boolean known = refuseUnknown(schema, at);
        Optional<Shape> shape =
                schema.has("enum") || schema.has("const") ? literals.read(schema, at) : types.read(schema, at);
        return known ? shape : Optional.empty();
    }

    /** References and alternatives are enforced where they stand alone: nothing is intersected. */
    private boolean readAlone(ObjectNode schema, Location at, String keyword) {
        boolean alone = true;
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String other = member.getKey();
            if (!other.equals(keyword) && !Keywords.isAnnotation(other)) {
                findings.refuse(
                        at, other, "it cannot be combined with " + keyword, "move it into what " + keyword + " names");
                alone = false;
            }
        }
        return alone;
    }

    private Optional<Shape> followReference(ObjectNode schema, Location at) {
        findings.enforced(at, "$ref");
        return references.follow(schema.get("$ref"), at, this::read);
    }

    private boolean refuseUnknown(ObjectNode schema, Location at) {
        boolean known = true;
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String keyword = member.getKey();
            if (!Keywords.isAnnotation(keyword)
                    && !Keywords.ASSERTIONS.contains(keyword)
                    && !saysNothing(keyword, member.getValue())) {
                findings.refuse(at, keyword, keyword + " is not supported", Keywords.remedy(keyword));
                known = false;
            }
        }
        return known;
    }

    private static boolean saysNothing(String keyword, JsonNode value) {
        return (keyword.equals("uniqueItems") || keyword.equals("nullable")) && value.isBoolean() && !value.asBoolean();
    }

    private Optional<Shape> readAlternatives(ObjectNode schema, Location at) {
        JsonNode alternatives = schema.get("anyOf");
        if (!alternatives.isArray() || alternatives.isEmpty()) {
            findings.refuse(at, "anyOf", "it must be a list of at least one schema", "list the alternatives");
            return Optional.empty();
        }
        findings.enforced(at, "anyOf");
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            read(alternatives.get(i), at.child("anyOf").child(i)).ifPresent(shapes::add);
        }
        return shapes.size() < alternatives.size() ? Optional.empty() : unite(shapes, at, "anyOf");
    }

    /** Makes one shape of several; refused if a value's first byte does not tell which one it follows. */
    Optional<Shape> unite(List<Shape> shapes, Location at, String keyword) {
        Optional<Shape> united = Unions.of(shapes);
        if (united.isEmpty()) {
            findings.refuse(
                    at,
                    keyword,
                    "two of its alternatives can begin with the same character, so that decoding cannot tell them apart",
                    "use alternatives of different types, or merge them into one schema");
        }
        return united.flatMap(shape -> bounds.held(shape, at, keyword));
    }
}
