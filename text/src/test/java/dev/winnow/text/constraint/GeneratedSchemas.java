package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/**
 * Schemas of draft 2020-12 that draw from every keyword. Like those of an author who seldom contradicts himself, most
 * of them have values: what would have none gets tests of nothing but its refusal.
 */
final class GeneratedSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEFINITIONS = 3;
    private static final List<String> NESTED =
            List.of("object", "object", "array", "string", "integer", "number", "boolean");
    private static final List<String> FLAT = List.of("string", "string", "integer", "number", "boolean", "null");

    private final Draw draw;
    private final GeneratedValues values;
    private final GeneratedScalars scalars;
    private final GeneratedArrays arrays;
    private final GeneratedObjects objects;
    private final GeneratedCombinations combinations;
    private boolean definitions;
    private boolean withinDefinitions;
    private boolean unevaluated;

    GeneratedSchemas(Random random) {
        this.draw = new Draw(random);
        this.values = new GeneratedValues(draw);
        this.scalars = new GeneratedScalars(draw, values);
        this.arrays = new GeneratedArrays(draw, this);
        this.objects = new GeneratedObjects(draw, this);
        this.combinations = new GeneratedCombinations(draw, this, objects, values);
    }

    /** A whole document. */
    ObjectNode next() {
        definitions = draw.chance(40);
        unevaluated = draw.chance(8);
        ObjectNode schema;
        if (draw.chance(25)) {
            schema = (ObjectNode) schema(2 + draw.below(2), true);
        } else {
            schema = typed("object", 2 + draw.below(3));
        }
        if (definitions) {
            withinDefinitions = true;
            ObjectNode defs = schema.putObject("$defs");
            for (int i = 0; i < DEFINITIONS; i++) {
                ObjectNode definition = typed(1 + draw.below(2));
                if (i == 0) {
                    definition.put("$anchor", "first");
                }
                defs.set("d" + i, definition);
            }
        }
        return schema;
    }

    JsonNode schema(int depth) {
        return schema(depth, false);
    }

    private JsonNode schema(int depth, boolean whole) {
        if (!whole && draw.chance(4)) {
            return BooleanNode.valueOf(draw.chance(80));
        }
        if (!whole && definitions && draw.chance(12)) {
            return reference();
        }
        if (draw.chance(10)) {
            return values.literals();
        }
        if (depth > 0 && draw.chance(14)) {
            ObjectNode combined = JSON.objectNode();
            combinations.combine(combined, depth);
            return combined;
        }
        return typed(depth);
    }

    private ObjectNode reference() {
        int target = draw.below(DEFINITIONS + 2);
        ObjectNode reference = JSON.objectNode()
                .put("$ref", target == DEFINITIONS ? "#first" : target > DEFINITIONS ? "#" : "#/$defs/d" + target);
        if (draw.chance(15)) {
            keywords(reference, draw.oneOf(FLAT), 0);
        }
        return reference;
    }

    /** Whether it may have no value, or none that ends. */
    boolean isShaky(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return (schema.isBoolean() && !schema.booleanValue())
                || reference.equals("#")
                || (withinDefinitions && !reference.isEmpty());
    }

    /** A schema for the value that another one is for: it does not refer to that. */
    JsonNode alternative(int depth) {
        JsonNode schema = schema(depth);
        for (int i = 0; i < 5 && isShaky(schema); i++) {
            schema = schema(depth);
        }
        return schema;
    }

    ObjectNode typed(int depth) {
        return typed(type(depth), depth);
    }

    private String type(int depth) {
        return draw.oneOf(depth > 0 ? NESTED : FLAT);
    }

    ObjectNode typed(String type, int depth) {
        ObjectNode schema = JSON.objectNode();
        if (draw.chance(10)) {
            ArrayNode types = schema.putArray("type").add(type);
            String other = draw.chance(50) ? "null" : type(depth);
            if (!other.equals(type)) {
                types.add(other);
                keywords(schema, other, depth);
            }
        } else if (!draw.chance(8)) {
            schema.put("type", type);
        }
        keywords(schema, type, depth);
        if (depth > 0 && draw.chance(depth > 1 && type.equals("object") ? 14 : 8)) {
            combinations.combine(schema, depth - 1);
        }
        return schema;
    }

    void keywords(ObjectNode schema, String type, int depth) {
        switch (type) {
            case "object" -> objects.properties(schema, depth, unevaluated);
            case "array" -> arrays.items(schema, depth, unevaluated);
            case "string" -> scalars.text(schema);
            case "integer", "number" -> scalars.number(schema);
            default -> {}
        }
        // The validator asks objects for unique items, too.
        if (!schema.path("type").asText().equals("array")) {
            schema.remove("uniqueItems");
        }
    }

    /** What binds values of one type only. */
    ObjectNode ofAnyType(int depth) {
        ObjectNode schema = JSON.objectNode();
        keywords(schema, type(depth), depth);
        return schema;
    }

    /** The type that a schema names first, or that its keywords are for. */
    static String typeOf(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (!type.isMissingNode()) {
            return type.isArray() ? type.get(0).asText() : type.asText();
        }
        return schema.has("properties") || schema.has("required")
                ? "object"
                : schema.has("items") || schema.has("prefixItems") ? "array" : "";
    }

    /** What may be said of a value beside what a schema says of it already. */
    JsonNode beside(JsonNode host, int depth) {
        if (!draw.careful()) {
            return alternative(depth);
        }
        return switch (typeOf(host)) {
            case "object" ->
                depth > 0 && GeneratedObjects.isOpen(host) && draw.chance(40)
                        ? objects.second(host, depth)
                        : objects.partial(host, depth);
            case "array" -> arrays.beside(host, depth);
            case "string" -> scalars.besideText(host);
            case "integer", "number" -> scalars.besideNumber(host);
            case "boolean", "null" -> BooleanNode.TRUE;
            default -> ofAnyType(0);
        };
    }
}
