package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Random;

/** Schemas of all kinds that are enforced; every one of them can be kept. */
final class RandomSchemas {
    private static final String[] NAMES = {
        "a", "ab", "title", "é", "\"q\"", "日本", "x/y", "price", "a b", "abc", "p", "pr\\n", "\ud83d\ude00"
    };

    private static final int DEFINITIONS = 3;

    private final Random random;
    private boolean mayRefer;

    RandomSchemas(Random random) {
        this.random = random;
    }

    /** A whole document, whose parts may refer to definitions. */
    ObjectNode document(int depth) {
        mayRefer = false;
        ObjectNode definitions = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < DEFINITIONS; i++) {
            definitions.set("d/" + i, next(1));
        }
        mayRefer = true;
        ObjectNode schema = next(depth);
        mayRefer = false;
        schema.set("$defs", definitions);
        return schema;
    }

    ObjectNode next(int depth) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (mayRefer && random.nextInt(6) == 0) {
            return schema.put("$ref", "#/$defs/d~1" + random.nextInt(DEFINITIONS));
        }
        switch (random.nextInt(depth == 0 ? 8 : 12)) {
            case 0 -> string(schema.put("type", "string"));
            case 1 -> number(schema, "integer");
            case 2 -> number(schema, "number");
            case 3 -> schema.put("type", random.nextBoolean() ? "boolean" : "null");
            case 4 -> literals(schema.putArray("enum"));
            case 5 -> nullable(schema);
            case 6 -> judgedLiterals(schema);
            case 7 ->
                schema.set("const", random.nextBoolean() ? TextNode.valueOf("\\\"\u0001 ü😀") : IntNode.valueOf(-70));
            case 8 -> array(schema.put("type", "array"), depth);
            case 9 -> alternatives(schema.putArray("anyOf"), depth);
            default -> object(schema.put("type", "object"), depth);
        }
        return schema;
    }

    private void string(ObjectNode schema) {
        int min = random.nextInt(4);
        if (random.nextBoolean()) {
            schema.put("minLength", min);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", min + random.nextInt(5));
        }
    }

    private void number(ObjectNode schema, String type) {
        schema.put("type", type);
        double center = Math.round(random.nextGaussian() * Math.pow(10, random.nextInt(6))) / 100.0;
        double width = random.nextInt(3) == 0 ? 2 : Math.pow(10, random.nextInt(8));
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", center - width);
        }
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", center + width);
        }
    }

    private void literals(ArrayNode values) {
        values.add(1).add(12).add("north").add("northeast").add("é\n");
        if (random.nextBoolean()) {
            values.addObject().put("k", 1.5).putNull("n");
            values.addNull().add(true);
        }
        while (values.size() > 1 && random.nextInt(4) != 0) {
            values.remove(random.nextInt(values.size()));
        }
    }

    /** Values beside keywords that leave some of them. */
    private void judgedLiterals(ObjectNode schema) {
        literals(schema.putArray("enum"));
        ((ArrayNode) schema.get("enum")).add("ab").add(7);
        if (random.nextBoolean()) {
            schema.put("type", "string").put("maxLength", 2 + random.nextInt(8));
        } else {
            schema.put("type", "integer").put("minimum", random.nextInt(8));
        }
    }

    private void alternatives(ArrayNode alternatives, int depth) {
        if (random.nextBoolean()) {
            object(alternatives.addObject().put("type", "object"), depth);
        }
        if (random.nextBoolean()) {
            array(alternatives.addObject().put("type", "array"), depth);
        }
        if (random.nextBoolean()) {
            number(alternatives.addObject(), random.nextBoolean() ? "integer" : "number");
        }
        if (random.nextBoolean()) {
            alternatives.addObject().putArray("enum").add(true).addNull();
        }
        string(alternatives.addObject().put("type", "string"));
    }

    private void nullable(ObjectNode schema) {
        if (random.nextBoolean()) {
            schema.putArray("type").add("string").add("null").add("integer");
            string(schema);
        } else {
            ArrayNode alternatives = schema.putArray("anyOf");
            alternatives.addObject().put("type", "null");
            string(alternatives.addObject().put("type", "string"));
        }
    }

    private void array(ObjectNode schema, int depth) {
        int min = random.nextInt(3);
        if (random.nextBoolean()) {
            schema.put("minItems", min);
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", min + random.nextInt(3));
        }
        schema.set("items", next(depth - 1));
    }

    private void object(ObjectNode schema, int depth) {
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        int rare = 1 + random.nextInt(4);
        for (String name : NAMES) {
            if (random.nextInt(rare) == 0) {
                properties.set(name, next(depth - 1));
                if (random.nextInt(3) != 0) {
                    required.add(name);
                }
            }
        }
    }
}
