package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What schemas say of arrays. */
final class GeneratedArrays {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Draw draw;
    private final GeneratedSchemas schemas;

    GeneratedArrays(Draw draw, GeneratedSchemas schemas) {
        this.draw = draw;
        this.schemas = schemas;
    }

    void items(ObjectNode schema, int depth, boolean unevaluated) {
        boolean prefix = draw.chance(20);
        if (prefix) {
            ArrayNode list = schema.putArray("prefixItems");
            for (int i = 1 + draw.below(3); i > 0; i--) {
                list.add(schemas.schema(depth - 1));
            }
        }
        if (draw.chance(prefix ? 40 : 80)) {
            schema.set("items", draw.chance(prefix ? 50 : 3) ? BooleanNode.FALSE : schemas.schema(depth - 1));
        }
        int min = draw.below(3);
        if (draw.chance(30) && (isFillable(schema, min) || !draw.careful())) {
            schema.put("minItems", min);
        }
        if (draw.chance(30)) {
            schema.put("maxItems", min + draw.below(4));
        }
        // Not around others: to tell arrays of different items apart is not done in time.
        if (depth == 1 && draw.chance(25)) {
            schema.put("uniqueItems", true);
        }
        if (draw.chance(12)) {
            contains(schema, depth);
        }
        if (unevaluated && draw.chance(30)) {
            schema.set("unevaluatedItems", draw.chance(60) ? BooleanNode.FALSE : schemas.schema(0));
        }
    }

    private boolean isFillable(JsonNode schema, int count) {
        return count == 0
                || (schema.path("prefixItems").size() >= count && !anyShaky(schema.get("prefixItems")))
                || (schema.path("prefixItems").isMissingNode() && !schemas.isShaky(schema.path("items")));
    }

    private boolean anyShaky(JsonNode list) {
        for (JsonNode one : list) {
            if (schemas.isShaky(one)) {
                return true;
            }
        }
        return false;
    }

    private void contains(ObjectNode schema, int depth) {
        JsonNode items = schema.path("items");
        boolean open = items.isMissingNode();
        schema.set(
                "contains",
                open || !draw.careful()
                        ? schemas.schema(Math.min(1, depth - 1))
                        : schemas.beside(items, Math.min(1, depth - 1)));
        if (draw.chance(40)) {
            schema.put("minContains", draw.below(2));
        }
        if (draw.chance(40)) {
            schema.put("maxContains", 1 + draw.below(2));
        }
        boolean empty = schema.path("maxItems").asInt(1) == 0;
        boolean unfillable = items.isBoolean() || schemas.isShaky(schema.get("contains"));
        if ((empty || unfillable) && draw.careful()) {
            schema.put("minContains", 0);
        }
    }

    /** What may be said of an array beside what is said already. */
    ObjectNode beside(JsonNode host, int depth) {
        ObjectNode schema = JSON.objectNode();
        switch (draw.below(3)) {
            case 0 -> schema.set("items", schemas.beside(host.path("items"), depth - 1));
            case 1 -> schema.put("maxItems", 3 + draw.below(3));
            default -> schema.put("minItems", host.path("maxItems").asInt(1) == 0 ? 0 : draw.below(2));
        }
        return schema;
    }
}
