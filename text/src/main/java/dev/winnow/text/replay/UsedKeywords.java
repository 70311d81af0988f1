package dev.winnow.text.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the asserting keywords of a schema, in its parts too; a property's name is none. */
final class UsedKeywords {
    private static final Set<String> OF_NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");
    private static final Set<String> OF_SCHEMAS = Set.of(
            "items",
            "additionalItems",
            "prefixItems",
            "contains",
            "additionalProperties",
            "unevaluatedItems",
            "unevaluatedProperties",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf");
    private static final Set<String> OF_VALUES = Set.of(
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "format",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "$ref",
            "$dynamicRef",
            "$recursiveRef",
            "$anchor",
            "$dynamicAnchor",
            "$id");

    private UsedKeywords() {}

    static Set<String> of(JsonNode schema) {
        Set<String> found = new TreeSet<>();
        collect(schema, found);
        return found;
    }

    private static void collect(JsonNode schema, Set<String> found) {
        if (schema.isArray()) {
            schema.forEach(part -> collect(part, found));
            return;
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            if (OF_NAMED_SCHEMAS.contains(keyword)) {
                found.add(keyword);
                entry.getValue().forEach(part -> collect(part, found));
            } else if (OF_SCHEMAS.contains(keyword)) {
                found.add(keyword);
                collect(entry.getValue(), found);
            } else if (OF_VALUES.contains(keyword)) {
                found.add(keyword);
            }
        }
    }
}
