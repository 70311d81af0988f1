package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** What schemas say by way of others of the same value. */
final class GeneratedCombinations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TYPES = List.of("object", "array", "string", "number", "boolean", "null");

    private final Draw draw;
    private final GeneratedSchemas schemas;
    private final GeneratedObjects objects;
    private final GeneratedValues values;

    GeneratedCombinations(Draw draw, GeneratedSchemas schemas, GeneratedObjects objects, GeneratedValues values) {
        this.draw = draw;
        this.schemas = schemas;
        this.objects = objects;
        this.values = values;
    }

    /** Adds alternatives, parts, a condition or the like to what a schema says already, if anything. */
    void combine(ObjectNode schema, int depth) {
        JsonNode host = schema.deepCopy();
        switch (draw.below(8)) {
            case 0, 1 -> anyOf(schema.putArray("anyOf"), host, depth);
            case 2 -> oneOf(schema.putArray("oneOf"), host, depth);
            case 3 -> tagged(schema, host, depth);
            case 4 -> allOf(schema.putArray("allOf"), host, depth);
            case 5 -> schema.set("not", not(host, depth));
            default -> condition(schema, host, depth);
        }
    }

    private void anyOf(ArrayNode alternatives, JsonNode host, int depth) {
        for (int i = 1 + draw.below(3); i > 0; i--) {
            alternatives.add(
                    draw.chance(25)
                            ? objects.partial(host, depth)
                            : host.isEmpty() ? schemas.alternative(depth - 1) : schemas.beside(host, depth - 1));
        }
    }

    /** Alternatives that tell themselves apart, by a type or by a name that only one of them asks for. */
    private void oneOf(ArrayNode alternatives, JsonNode host, int depth) {
        String type = GeneratedSchemas.typeOf(host);
        List<String> names = objects.distinct(host);
        List<String> types = draw.shuffled(TYPES);
        int count = 1 + draw.below(3);
        for (int i = 0; i < count; i++) {
            if (!draw.careful()) {
                alternatives.add(schemas.alternative(depth - 1));
            } else if (host.isEmpty()) {
                ObjectNode one = schemas.typed(types.get(i), depth - 1);
                one.putIfAbsent("type", TextNode.valueOf(types.get(i)));
                alternatives.add(one);
            } else if (type.equals("object") && i < names.size()) {
                ObjectNode one = objects.partial(host, depth);
                one.putArray("required").add(names.get(i));
                alternatives.add(one);
            } else if (i == 0) {
                alternatives.add(schemas.beside(host, depth - 1));
            } else {
                alternatives.add(JSON.objectNode().set("const", values.value(type, 1)));
            }
        }
    }

    /** Alternatives that one property tells apart. */
    private void tagged(ObjectNode schema, JsonNode host, int depth) {
        boolean fits = host.isEmpty()
                || (GeneratedSchemas.typeOf(host).equals("object")
                        && !host.path("properties").has("kind")
                        && GeneratedObjects.isOpen(host));
        if (!fits && draw.careful()) {
            oneOf(schema.putArray("oneOf"), host, depth);
            return;
        }
        ArrayNode alternatives = schema.putArray("oneOf");
        int count = 2 + draw.below(2);
        for (int i = 0; i < count; i++) {
            ObjectNode one = JSON.objectNode().put("type", "object");
            one.putObject("properties").putObject("kind").put("const", "k" + i);
            one.putArray("required").add("kind");
            if (host.isEmpty() || !draw.careful()) {
                schemas.keywords(one, "object", Math.max(1, depth - 1));
            } else {
                JsonNode said = objects.partial(host, Math.max(0, depth - 1)).path("properties");
                ObjectNode properties = one.withObjectProperty("properties");
                said.properties().forEach(property -> properties.putIfAbsent(property.getKey(), property.getValue()));
            }
            alternatives.add(one);
        }
    }

    private void allOf(ArrayNode all, JsonNode host, int depth) {
        JsonNode others = host;
        for (int i = 1 + draw.below(2); i > 0; i--) {
            JsonNode one = others.isEmpty() && draw.chance(30)
                    ? schemas.alternative(depth - 1)
                    : others.isEmpty() ? objects.partial(others, depth) : schemas.beside(others, depth);
            all.add(one);
            others = others.isEmpty() ? one : others;
        }
    }

    private JsonNode not(JsonNode host, int depth) {
        String type = GeneratedSchemas.typeOf(host);
        if (!draw.careful()) {
            return schemas.alternative(Math.min(1, depth));
        } else if (type.equals("object")) {
            return objects.misfit(host, Math.min(1, depth));
        } else if (draw.chance(50)) {
            return values.literals();
        }
        String other = draw.oneOf(TYPES);
        return schemas.typed(other.equals(type) ? "null" : other, Math.min(1, depth));
    }

    private void condition(ObjectNode schema, JsonNode host, int depth) {
        ObjectNode condition = JSON.objectNode();
        String name = draw.name();
        condition.putObject("properties").set(name, values.literals());
        if (draw.chance(60)) {
            condition.putArray("required").add(name);
        }
        schema.set("if", draw.chance(80) ? condition : schemas.alternative(Math.min(1, depth)));
        if (draw.chance(85)) {
            schema.set("then", objects.partial(host, depth));
        }
        if (draw.chance(50)) {
            schema.set("else", objects.partial(host, depth));
        }
    }
}
