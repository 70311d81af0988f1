package dev.winnow.text.constraint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;

/** Values that ask no schema, and schemas that list values. */
final class GeneratedValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of("red", "green", "redder", "", "é");
    private static final List<String> TYPES = List.of("null", "boolean", "integer", "number", "string", "string");

    private final Draw draw;

    GeneratedValues(Draw draw) {
        this.draw = draw;
    }

    /** Any value at all. */
    JsonNode value(int depth) {
        int kind = draw.below(depth > 0 ? TYPES.size() + 3 : TYPES.size() + 1);
        return kind < TYPES.size()
                ? value(TYPES.get(kind), depth)
                : kind == TYPES.size() ? fittingText() : value(kind % 2 == 0 ? "object" : "array", depth);
    }

    JsonNode value(String type, int depth) {
        return switch (type) {
            case "null" -> NullNode.instance;
            case "boolean" -> BooleanNode.valueOf(draw.chance(50));
            case "integer" -> IntNode.valueOf(draw.below(12) - 2);
            case "number" -> DecimalNode.valueOf(decimal());
            case "string" ->
                TextNode.valueOf(draw.oneOf(List.of("", "a", "ab", "red", "é日", "x-1", "n\n", "2024-02-29")));
            case "array" -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = draw.below(4); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = draw.below(4); i > 0; i--) {
                    object.set(draw.name(), value(depth - 1));
                }
                yield object;
            }
        };
    }

    /** Sorted: a map that is not to be changed has its entries in another order in each process. */
    private JsonNode fittingText() {
        String pattern = draw.oneOf(TextPool.PATTERNS.keySet().stream().sorted().toList());
        return TextNode.valueOf(draw.oneOf(requireNonNull(TextPool.PATTERNS.get(pattern))));
    }

    BigDecimal decimal() {
        return BigDecimal.valueOf(draw.below(200) - 40, draw.below(3));
    }

    /** A {@code const} or an {@code enum}, of values of all types. */
    ObjectNode literals() {
        ObjectNode schema = JSON.objectNode();
        if (draw.chance(40)) {
            schema.set("const", value(1));
            return schema;
        }
        ArrayNode values = schema.putArray("enum");
        boolean words = draw.chance(60);
        for (int i = 1 + draw.below(4); i > 0; i--) {
            JsonNode value = words ? TextNode.valueOf(draw.oneOf(WORDS)) : value(1);
            if (!contains(values, value)) {
                values.add(value);
            }
        }
        return schema;
    }

    static boolean contains(ArrayNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
