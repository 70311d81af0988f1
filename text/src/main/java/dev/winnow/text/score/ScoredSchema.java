package dev.winnow.text.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says of scoring: {@code "x-winnow-score"} beside a value's other keywords, seen through references and
 * alternatives within the document. Immutable.
 */
final class ScoredSchema {
    static final String KEYWORD = "x-winnow-score";

    private static final List<String> ALTERNATIVES = List.of("allOf", "anyOf", "oneOf");

    // Under these, keys are names and no keywords.
    private static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    // What stands here is data.
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples", "example");

    private final JsonNode document;

    ScoredSchema(JsonNode document) {
        this.document = document;
    }

    /** Refuses a rule that there is not, wherever it stands. */
    void check() {
        check(document, "");
    }

    private static void check(JsonNode schema, String pointer) {
        if (schema.isArray()) {
            for (int i = 0; i < schema.size(); i++) {
                check(schema.get(i), pointer + "/" + i);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : schema.properties()) {
            String at = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
            if (field.getKey().equals(KEYWORD)) {
                requireRule(field.getValue(), at);
            } else if (NAMED.contains(field.getKey()) && field.getValue().isObject()) {
                field.getValue()
                        .properties()
                        .forEach(named -> check(
                                named.getValue(),
                                at + "/" + named.getKey().replace("~", "~0").replace("/", "~1")));
            } else if (!DATA.contains(field.getKey())) {
                check(field.getValue(), at);
            }
        }
    }

    private static void requireRule(JsonNode value, String at) {
        if (ScoreRule.of(value.asText()).isEmpty()) {
            throw new ScoreRefusedException(
                    at, "%s is %s; it must be one of %s".formatted(KEYWORD, value, ScoreRule.words()));
        }
    }

    /** What a value is scored by, if its schema says so. */
    Optional<ScoreRule> rule(JsonNode schema) {
        return said(schema, KEYWORD).flatMap(rule -> ScoreRule.of(rule.asText()));
    }

    /** The schema of a field; a missing node if there is none. */
    JsonNode field(JsonNode schema, String name) {
        return all(schema).stream()
                .map(part -> part.path("properties").path(name))
                .filter(its -> !its.isMissingNode())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** The fields that the whole document names, in their order. */
    Set<String> fields() {
        Set<String> names = new LinkedHashSet<>();
        all(document).forEach(part -> part.path("properties").fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** How a value of its kind is scored, where nothing else is said. */
    ScoreRule usual(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        for (JsonNode part : all(schema)) {
            JsonNode type = part.path("type");
            if (type.isTextual()) {
                types.add(type.asText());
            }
            type.forEach(one -> types.add(one.asText()));
        }
        if (types.contains("array")) {
            return ScoreRule.F1;
        }
        if (types.contains("object")) {
            return ScoreRule.FIELDS;
        }
        return types.isEmpty() || types.contains("string") ? ScoreRule.TEXT : ScoreRule.EXACT;
    }

    private Optional<JsonNode> said(JsonNode schema, String keyword) {
        return all(schema).stream()
                .map(part -> part.path(keyword))
                .filter(value -> !value.isMissingNode())
                .findFirst();
    }

    /** The schema and all that it is made of, each once: references may go in a circle. */
    private List<JsonNode> all(JsonNode schema) {
        List<JsonNode> parts = new ArrayList<>();
        collect(schema, Collections.newSetFromMap(new IdentityHashMap<>()), parts);
        return parts;
    }

    private void collect(JsonNode schema, Set<JsonNode> seen, List<JsonNode> parts) {
        if (!seen.add(schema)) {
            return;
        }
        parts.add(schema);
        String reference = schema.path("$ref").asText();
        if (reference.startsWith("#/")) {
            collect(document.at(reference.substring(1)), seen, parts);
        }
        for (String keyword : ALTERNATIVES) {
            schema.path(keyword).forEach(part -> collect(part, seen, parts));
        }
    }
}
