package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What schemas say of objects. */
final class GeneratedObjects {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAME_PATTERNS = List.of("^x-", "^[nk]", "[0-9]$", "^[a-z]+$", "a", "^.*$");

    private final Draw draw;
    private final GeneratedSchemas schemas;

    GeneratedObjects(Draw draw, GeneratedSchemas schemas) {
        this.draw = draw;
        this.schemas = schemas;
    }

    /** Adds to what a schema says already of some properties. */
    void properties(ObjectNode schema, int depth, boolean unevaluated) {
        List<String> names = draw.shuffled(TextPool.NAMES);
        int count = Math.min(1 + draw.below(depth > 2 ? 5 : 10), names.size());
        boolean closed = draw.chance(20);
        if (draw.chance(90)) {
            declare(schema, names.subList(0, count), depth);
            if (draw.chance(5) && (!closed || !draw.careful())) {
                schema.withArray("required").add(names.get(count % names.size()));
            }
        }
        if (closed || draw.chance(25)) {
            schema.set(
                    "additionalProperties",
                    closed ? BooleanNode.FALSE : draw.chance(20) ? BooleanNode.TRUE : schemas.schema(depth - 1));
        }
        if (draw.chance(12)) {
            patterns(schema, depth);
        }
        if (draw.chance(8)) {
            dependencies(schema, names);
        }
        if (draw.chance(6)) {
            schema.putObject("dependentSchemas").set(names.get(0), partial(schema, depth - 1));
        }
        if (draw.chance(6)) {
            propertyNames(schema);
        }
        counts(schema);
        if (unevaluated && draw.chance(30)) {
            schema.set("unevaluatedProperties", draw.chance(60) ? BooleanNode.FALSE : schemas.schema(0));
        }
    }

    private void declare(ObjectNode schema, List<String> names, int depth) {
        ObjectNode properties = schema.withObjectProperty("properties");
        for (String name : names) {
            if (!properties.has(name)) {
                JsonNode value = schemas.schema(depth - 1);
                properties.set(name, value);
                if (draw.chance(40) && (!schemas.isShaky(value) || !draw.careful())) {
                    schema.withArray("required").add(name);
                }
            }
        }
    }

    /** What patterns say of names that are declared, too, does not have another type. */
    private void patterns(ObjectNode schema, int depth) {
        ObjectNode patterns = schema.putObject("patternProperties");
        Set<String> taken = new LinkedHashSet<>(declared(schema));
        for (int i = 1 + draw.below(2); i > 0; i--) {
            String pattern = draw.oneOf(NAME_PATTERNS);
            Pattern compiled = Pattern.compile(pattern);
            boolean shared =
                    taken.stream().anyMatch(name -> compiled.matcher(name).find());
            patterns.set(
                    pattern,
                    shared && draw.careful() ? schemas.ofAnyType(Math.max(0, depth - 1)) : schemas.schema(depth - 1));
            TextPool.NAMES.stream()
                    .filter(name -> compiled.matcher(name).find())
                    .forEach(taken::add);
        }
    }

    private void dependencies(ObjectNode schema, List<String> names) {
        List<String> needed = draw.careful() ? firm(schema) : names;
        if (needed.isEmpty()) {
            return;
        }
        ObjectNode dependencies = schema.putObject("dependentRequired");
        dependencies.putArray(names.get(0)).add(draw.oneOf(needed));
        if (draw.chance(40)) {
            dependencies.putArray(draw.name()).add(draw.oneOf(needed));
        }
    }

    private void propertyNames(ObjectNode schema) {
        List<String> declared = draw.careful() ? declared(schema) : List.of();
        ObjectNode names = schema.putObject("propertyNames");
        if (draw.chance(50)) {
            int longest = declared.stream().mapToInt(String::length).max().orElse(0);
            names.put("maxLength", Math.max(longest, 2 + draw.below(8)));
        } else if (draw.chance(50) && !declared.contains("é")) {
            names.put("pattern", "^[a-z]");
        } else {
            ArrayNode listed = names.putArray("enum");
            declared.forEach(listed::add);
            String other = draw.name();
            if (!declared.contains(other)) {
                listed.add(other);
            }
        }
    }

    private void counts(ObjectNode schema) {
        boolean careful = draw.careful();
        int needed = schema.path("required").size()
                + 2 * schema.path("dependentRequired").size();
        boolean closed = isClosed(schema) || schema.has("propertyNames");
        int possible = closed && !schema.has("patternProperties") ? firm(schema).size() : Integer.MAX_VALUE;
        int min = 0;
        if (draw.chance(8)) {
            min = careful ? Math.min(draw.below(4), possible) : draw.below(4);
            schema.put("minProperties", min);
        }
        if (draw.chance(8)) {
            int max = 1 + draw.below(4);
            schema.put("maxProperties", careful ? Math.max(max, Math.max(needed, min)) : max);
        }
    }

    /** A whole schema of an object that agrees with another one about the properties of both. */
    ObjectNode second(JsonNode host, int depth) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        host.path("properties")
                .properties()
                .forEach(property -> properties.set(
                        property.getKey(),
                        draw.chance(50) ? schemas.beside(property.getValue(), depth - 1) : BooleanNode.TRUE));
        properties(schema, depth, false);
        if (isClosed(schema) && draw.careful()) {
            schema.remove("additionalProperties");
        }
        return schema;
    }

    /** What is said of an object beside what another schema says. */
    ObjectNode partial(JsonNode host, int depth) {
        ObjectNode schema = JSON.objectNode();
        boolean both = draw.chance(30);
        boolean requires = both || draw.chance(45);
        boolean careful = draw.careful();
        List<String> known = careful ? firm(host) : TextPool.NAMES;
        boolean full = careful && (isClosed(host) || host.has("maxProperties") || host.has("propertyNames"));
        String name = !known.isEmpty() && (full || draw.chance(60)) ? draw.oneOf(known) : draw.name();
        if (both || !requires) {
            JsonNode said = host.path("properties").path(name);
            schema.putObject("properties")
                    .set(name, careful && !said.isMissingNode() ? schemas.beside(said, depth) : schemas.schema(depth));
        }
        if (requires && !(full && (known.isEmpty() || host.has("maxProperties")))) {
            schema.putArray("required").add(name);
        }
        return schema;
    }

    /** Of a partial schema that does not fit every object. */
    ObjectNode misfit(JsonNode host, int depth) {
        List<String> optional = new ArrayList<>(TextPool.NAMES);
        optional.removeAll(required(host));
        ObjectNode schema = partial(host, depth);
        schema.remove("required");
        schema.putArray("required").add(draw.oneOf(optional));
        return schema;
    }

    /** Names of which each alternative may ask for another. */
    List<String> distinct(JsonNode host) {
        List<String> names = new ArrayList<>(isClosed(host) ? firm(host) : TextPool.NAMES);
        if (!host.has("propertyNames") && !host.has("maxProperties")) {
            names.removeAll(required(host));
        } else {
            names.retainAll(firm(host));
        }
        return draw.shuffled(names);
    }

    /** Whether nothing is said of properties that are not declared. */
    static boolean isOpen(JsonNode schema) {
        return !schema.has("additionalProperties")
                && !schema.has("patternProperties")
                && !schema.has("propertyNames")
                && !schema.has("maxProperties")
                && !schema.has("unevaluatedProperties");
    }

    private static boolean isClosed(JsonNode schema) {
        JsonNode others = schema.path("additionalProperties");
        return schema.has("unevaluatedProperties") || (others.isBoolean() && !others.booleanValue());
    }

    private static List<String> required(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static List<String> declared(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        names.addAll(required(schema));
        return List.copyOf(names);
    }

    /** Names of declared properties that can be there. */
    private List<String> firm(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            if (!schemas.isShaky(property.getValue())) {
                names.add(property.getKey());
            }
        });
        return names;
    }
}
