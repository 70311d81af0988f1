package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code enum} and {@code const}: the values that the keywords beside them leave. */
final class LiteralReader {
    /** Values that are judged by definitions: each time all definitions are compiled. */
    private static final int MOST_WITH_REFERENCES = 100;

    private final JsonNode document;
    private final Findings findings;
    private final Bounds bounds;

    // A definition may be referred to from many places.
    private final IdentityHashMap<ObjectNode, Optional<Shape>> known = new IdentityHashMap<>();
    private int withReferences;

    LiteralReader(JsonNode document, Findings findings, Bounds bounds) {
        this.document = document;
        this.findings = findings;
        this.bounds = bounds;
    }

    Optional<Shape> read(ObjectNode schema, Location at) {
        Optional<Shape> before = known.get(schema);
        if (before != null) {
            return before;
        }
        Optional<Shape> shape = readValues(schema, at);
        known.put(schema, shape);
        return shape;
    }

    private Optional<Shape> readValues(ObjectNode schema, Location at) {
        String keyword = schema.has("const") ? "const" : "enum";
        if (schema.has("enum")
                && (!schema.get("enum").isArray() || schema.get("enum").isEmpty())) {
            findings.refuse(at, "enum", "it must be a list of at least one value", "list the values that are allowed");
            return Optional.empty();
        }
        Optional<List<JsonNode>> fitting = fitting(schema, at, keyword);
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Set<String> texts = new LinkedHashSet<>();
        fitting.get().forEach(value -> texts.add(value.toString()));
        if (texts.isEmpty()) {
            findings.refuse(
                    at, keyword, "no value of it fits the keywords beside it", "remove what contradicts " + keyword);
            return Optional.empty();
        }
        if (!texts.stream().allMatch(Texts::usable)) {
            findings.refuse(at, keyword, Texts.UNUSABLE, "remove the value");
            return Optional.empty();
        }
        schema.fieldNames().forEachRemaining(name -> reportEnforced(name, at));
        return bounds.held(new Shape.Literals(List.copyOf(texts)), at, keyword);
    }

    private void reportEnforced(String keyword, Location at) {
        if (Keywords.ASSERTIONS.contains(keyword)) {
            findings.enforced(at, keyword);
        }
    }

    /** The values that fit what stands beside them, judged by the validator: each is known in advance. */
    private Optional<List<JsonNode>> fitting(ObjectNode schema, Location at, String keyword) {
        List<JsonNode> values = new ArrayList<>();
        if (keyword.equals("const")) {
            values.add(schema.get("const"));
        } else {
            schema.get("enum").forEach(values::add);
        }
        Optional<ObjectNode> rest = beside(schema, at, keyword);
        if (rest.isEmpty() || rest.get().isEmpty()) {
            return rest.map(nothing -> values);
        }
        try {
            OutputValidator validator = new OutputValidator(rest.get());
            return Optional.of(values.stream()
                    .filter(value -> validator.problems(value).isEmpty())
                    .toList());
        } catch (SchemaException | IllegalArgumentException e) {
            findings.refuse(
                    at, keyword, "the keywords beside it cannot be read: " + e.getMessage(), "correct or remove them");
            return Optional.empty();
        }
    }

    /** The keywords beside it that assert something, and what they refer to. */
    private Optional<ObjectNode> beside(ObjectNode schema, Location at, String keyword) {
        ObjectNode rest = schema.objectNode();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (Keywords.ASSERTIONS.contains(member.getKey())
                    && !member.getKey().equals(keyword)) {
                rest.set(member.getKey(), member.getValue());
            }
        }
        if (rest.isEmpty()) {
            return Optional.of(rest);
        }
        if (rest.has("pattern") && !StringReader.canRunPattern(rest, at, findings)) {
            return Optional.empty();
        }
        List<String> shared = new ArrayList<>(List.of("$schema"));
        if (rest.findValue("$ref") != null) {
            shared.addAll(List.of("$defs", "definitions"));
            withReferences++;
        }
        if (withReferences > MOST_WITH_REFERENCES) {
            findings.refuse(
                    at,
                    keyword,
                    "more than " + MOST_WITH_REFERENCES + " lists of values have keywords beside them that refer to"
                            + " definitions",
                    "remove the keywords beside " + keyword + ": the values are known");
            return Optional.empty();
        }
        shared.stream().filter(document::has).forEach(name -> rest.set(name, document.get(name)));
        return Optional.of(rest);
    }
}
