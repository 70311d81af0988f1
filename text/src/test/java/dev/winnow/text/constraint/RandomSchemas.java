package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Schemas of all kinds that are enforced; every one of them can be kept. */
final class RandomSchemas {
    private static final String[] NAMES = {"a", "ab", "title", "é", "\"q\"", "日本", "x/y", "price", "a b"};

    private final Random random;

    RandomSchemas(Random random) {
        this.random = random;
    }

    ObjectNode next(int depth) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> string(schema.put("type", "string"));
            case 1 -> number(schema, "integer");
            case 2 -> number(schema, "number");
            case 3 -> schema.put("type", random.nextBoolean() ? "boolean" : "null");
            case 4 -> literals(schema.putArray("enum"));
            case 5 -> nullable(schema);
            case 6 -> array(schema.put("type", "array"), depth);
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
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                properties.set(name, next(depth - 1));
                if (random.nextInt(3) != 0) {
                    required.add(name);
                }
            }
        }
    }
}
