package dev.winnow.text.constraint;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Schemas of draft 2020-12 that draw from every keyword; most of them have values. */
final class GeneratedSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEFINITIONS = 3;

    private final Random random;
    private boolean definitions;
    private boolean unevaluated;

    GeneratedSchemas(Random random) {
        this.random = random;
    }

    /** A whole document. */
    ObjectNode next() {
        definitions = chance(40);
        unevaluated = chance(8);
        ObjectNode schema = object(2 + random.nextInt(3));
        if (chance(25)) {
            schema = (ObjectNode) schema(2 + random.nextInt(2), true);
        }
        if (definitions) {
            ObjectNode defs = schema.putObject("$defs");
            for (int i = 0; i < DEFINITIONS; i++) {
                ObjectNode definition = typed(1 + random.nextInt(2));
                if (i == 0) {
                    definition.put("$anchor", "first");
                }
                defs.set("d" + i, definition);
            }
        }
        return schema;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String name() {
        return oneOf(TextPool.NAMES);
    }

    private JsonNode schema(int depth) {
        return schema(depth, false);
    }

    private JsonNode schema(int depth, boolean whole) {
        if (!whole && chance(4)) {
            return BooleanNode.valueOf(chance(80));
        }
        if (!whole && definitions && chance(12)) {
            return reference();
        }
        if (chance(10)) {
            return literals(JSON.objectNode());
        }
        if (depth > 0 && chance(14)) {
            ObjectNode combined = JSON.objectNode();
            combine(combined, depth);
            return combined;
        }
        return typed(depth);
    }

    private ObjectNode reference() {
        int target = random.nextInt(DEFINITIONS + 2);
        ObjectNode reference = JSON.objectNode()
                .put("$ref", target == DEFINITIONS ? "#first" : target > DEFINITIONS ? "#" : "#/$defs/d" + target);
        if (chance(15)) {
            keywords(reference, type(0), 0);
        }
        return reference;
    }

    private ObjectNode literals(ObjectNode schema) {
        if (chance(40)) {
            schema.set("const", value(1));
        } else {
            ArrayNode values = schema.putArray("enum");
            boolean texts = chance(60);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                JsonNode value = texts ? TextNode.valueOf(oneOf(List.of("red", "green", "redder", "", "é"))) : value(1);
                if (!contains(values, value)) {
                    values.add(value);
                }
            }
        }
        return schema;
    }

    private static boolean contains(ArrayNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Any value at all. */
    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> NullNode.instance;
            case 1 -> BooleanNode.valueOf(random.nextBoolean());
            case 2 -> IntNode.valueOf(random.nextInt(12) - 2);
            case 3 -> DecimalNode.valueOf(decimal());
            case 4, 5 -> TextNode.valueOf(oneOf(List.of("", "a", "ab", "red", "é日", "x-1", "n\n", "2024-02-29")));
            case 6 -> TextNode.valueOf(oneOf(oneOf(List.copyOf(TextPool.PATTERNS.values()))));
            case 7 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(name(), value(depth - 1));
                }
                yield object;
            }
        };
    }

    private BigDecimal decimal() {
        return BigDecimal.valueOf(random.nextInt(200) - 40, random.nextInt(3));
    }

    private String type(int depth) {
        return oneOf(
                depth > 0
                        ? List.of("object", "object", "array", "string", "integer", "number", "boolean")
                        : List.of("string", "string", "integer", "number", "boolean", "null"));
    }

    private ObjectNode typed(int depth) {
        ObjectNode schema = JSON.objectNode();
        String type = type(depth);
        if (chance(10)) {
            ArrayNode types = schema.putArray("type").add(type);
            String other = chance(50) ? "null" : type(depth);
            if (!other.equals(type)) {
                types.add(other);
                keywords(schema, other, depth);
            }
        } else if (!chance(8)) {
            schema.put("type", type);
        }
        keywords(schema, type, depth);
        // The validator asks objects for unique items, too.
        if (!schema.path("type").asText().equals("array")) {
            schema.remove("uniqueItems");
        }
        if (depth > 0 && chance(8)) {
            combine(schema, depth - 1);
        }
        return schema;
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        keywords(schema, "object", depth);
        if (chance(15)) {
            combine(schema, depth - 1);
        }
        return schema;
    }

    private void keywords(ObjectNode schema, String type, int depth) {
        switch (type) {
            case "object" -> properties(schema, depth);
            case "array" -> items(schema, depth);
            case "string" -> text(schema);
            case "integer", "number" -> number(schema);
            default -> {}
        }
    }

    private void text(ObjectNode schema) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            schema.put(
                    "pattern",
                    oneOf(TextPool.PATTERNS.keySet().stream().sorted().toList()));
        } else if (kind < 4) {
            schema.put(
                    "format", oneOf(TextPool.FORMATS.keySet().stream().sorted().toList()));
        }
        if (chance(25)) {
            int min = random.nextInt(4);
            schema.put("minLength", min);
            if (chance(50)) {
                schema.put("maxLength", min + random.nextInt(9));
            }
        }
    }

    private void number(ObjectNode schema) {
        BigDecimal low = chance(60) ? BigDecimal.valueOf(random.nextInt(20) - 8) : decimal();
        if (chance(35)) {
            schema.put(chance(70) ? "minimum" : "exclusiveMinimum", low);
        }
        if (chance(35)) {
            schema.put(
                    chance(70) ? "maximum" : "exclusiveMaximum", low.add(BigDecimal.valueOf(1 + random.nextInt(40))));
        }
        if (chance(15)) {
            schema.put(
                    "multipleOf", new BigDecimal(oneOf(List.of("1", "2", "3", "5", "7", "0.5", "0.01", "2.5", "0.3"))));
        }
    }

    private void items(ObjectNode schema, int depth) {
        boolean prefix = chance(20);
        if (prefix) {
            ArrayNode list = schema.putArray("prefixItems");
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                list.add(schema(depth - 1));
            }
        }
        if (chance(prefix ? 40 : 80)) {
            schema.set("items", chance(prefix ? 50 : 3) ? BooleanNode.FALSE : schema(depth - 1));
        }
        int min = random.nextInt(3);
        if (chance(30)) {
            schema.put("minItems", min);
        }
        if (chance(30)) {
            schema.put("maxItems", min + random.nextInt(4));
        }
        // Not around others: to tell arrays of different items apart is not done in time.
        if (depth == 1 && chance(25)) {
            schema.put("uniqueItems", true);
        }
        if (chance(12)) {
            schema.set("contains", schema(Math.min(1, depth - 1)));
            if (chance(40)) {
                schema.put("minContains", random.nextInt(2));
            }
            if (chance(40)) {
                schema.put("maxContains", 1 + random.nextInt(2));
            }
        }
        if (unevaluated && chance(30)) {
            schema.set("unevaluatedItems", chance(60) ? BooleanNode.FALSE : schema(0));
        }
    }

    private void properties(ObjectNode schema, int depth) {
        List<String> names = new ArrayList<>(TextPool.NAMES);
        Collections.shuffle(names, random);
        int count = Math.min(1 + random.nextInt(depth > 2 ? 5 : 10), names.size());
        if (chance(90)) {
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = JSON.arrayNode();
            for (String name : names.subList(0, count)) {
                properties.set(name, schema(depth - 1));
                if (chance(40)) {
                    required.add(name);
                }
            }
            if (chance(5)) {
                required.add(names.get(count % names.size()));
            }
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
        }
        if (chance(40)) {
            schema.set("additionalProperties", chance(60) ? BooleanNode.valueOf(chance(20)) : schema(depth - 1));
        }
        if (chance(12)) {
            ObjectNode patterns = schema.putObject("patternProperties");
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                patterns.set(oneOf(List.of("^x-", "^[nk]", "[0-9]$", "^[a-z]+$", "a", "^.*$")), schema(depth - 1));
            }
        }
        if (chance(6)) {
            ObjectNode propertyNames = schema.putObject("propertyNames");
            if (chance(50)) {
                propertyNames.put("maxLength", 2 + random.nextInt(8));
            } else if (chance(50)) {
                propertyNames.put("pattern", "^[a-z]");
            } else {
                names.subList(0, Math.min(names.size(), count + 1)).forEach(propertyNames.putArray("enum")::add);
            }
        }
        if (chance(8)) {
            schema.put("minProperties", random.nextInt(4));
        }
        if (chance(8)) {
            schema.put("maxProperties", 1 + random.nextInt(4));
        }
        if (chance(8)) {
            ArrayNode needed = schema.putObject("dependentRequired").putArray(names.get(0));
            needed.add(names.get(random.nextInt(3)));
            if (chance(40)) {
                ((ObjectNode) schema.get("dependentRequired")).putArray(name()).add(name());
            }
        }
        if (chance(6)) {
            schema.putObject("dependentSchemas").set(names.get(0), partial(depth - 1));
        }
        if (unevaluated && chance(30)) {
            schema.set("unevaluatedProperties", chance(60) ? BooleanNode.FALSE : schema(0));
        }
    }

    /** What is said of an object beside what another schema says. */
    private ObjectNode partial(int depth) {
        ObjectNode schema = JSON.objectNode();
        if (chance(70)) {
            schema.putObject("properties").set(name(), schema(Math.max(0, depth)));
        }
        if (chance(60)) {
            schema.putArray("required").add(name());
        }
        return schema;
    }

    private void combine(ObjectNode schema, int depth) {
        switch (random.nextInt(8)) {
            case 0, 1 -> list(schema.putArray("anyOf"), depth);
            case 2 -> list(schema.putArray("oneOf"), depth);
            case 3 -> tagged(schema.putArray("oneOf"), depth);
            case 4 -> {
                ArrayNode all = schema.putArray("allOf");
                for (int i = 1 + random.nextInt(2); i > 0; i--) {
                    all.add(chance(70) ? partial(depth) : schema(depth - 1));
                }
            }
            case 5 -> schema.set("not", chance(50) ? partial(depth) : schema(Math.min(1, depth)));
            default -> {
                ObjectNode condition = JSON.objectNode();
                condition.putObject("properties").set(name(), literals(JSON.objectNode()));
                if (chance(60)) {
                    condition
                            .putArray("required")
                            .add(condition.get("properties").fieldNames().next());
                }
                schema.set("if", chance(80) ? condition : schema(Math.min(1, depth)));
                if (chance(85)) {
                    schema.set("then", partial(depth));
                }
                if (chance(50)) {
                    schema.set("else", partial(depth));
                }
            }
        }
    }

    private void list(ArrayNode alternatives, int depth) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            alternatives.add(chance(25) ? partial(depth) : schema(depth - 1));
        }
    }

    private void tagged(ArrayNode alternatives, int depth) {
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            ObjectNode one = object(Math.max(1, depth - 1));
            ObjectNode properties =
                    one.has("properties") ? (ObjectNode) one.get("properties") : one.putObject("properties");
            properties.putObject("kind").put("const", "k" + i);
            ArrayNode required = one.has("required") ? (ArrayNode) one.get("required") : one.putArray("required");
            if (!contains(required, TextNode.valueOf("kind"))) {
                required.add("kind");
            }
            alternatives.add(one);
        }
    }
}
