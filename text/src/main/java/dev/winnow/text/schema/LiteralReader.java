package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code enum} and {@code const}: the values that the keywords beside them leave. */
final class LiteralReader {
    private final JsonNode document;
    private final Findings findings;

    LiteralReader(JsonNode document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    Optional<Shape> read(ObjectNode schema, Location at) {
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
        return Optional.of(new Shape.Literals(List.copyOf(texts)));
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
        ObjectNode rest = schema.deepCopy();
        rest.remove(keyword);
        for (String shared : List.of("$schema", "$defs", "definitions")) {
            if (document.has(shared)) {
                rest.set(shared, document.get(shared));
            }
        }
        try {
            OutputValidator validator = new OutputValidator(rest);
            return Optional.of(values.stream()
                    .filter(value -> validator.problems(value).isEmpty())
                    .toList());
        } catch (SchemaException | IllegalArgumentException e) {
            findings.refuse(
                    at, keyword, "the keywords beside it cannot be read: " + e.getMessage(), "correct or remove them");
            return Optional.empty();
        }
    }
}
