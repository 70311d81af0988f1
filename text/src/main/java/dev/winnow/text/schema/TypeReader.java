package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a subschema that says what it wants by {@code type}, or by keywords that belong to one type. */
final class TypeReader {
    private static final Map<String, String> TYPE_OF_KEYWORD = Map.ofEntries(
            Map.entry("properties", "object"),
            Map.entry("required", "object"),
            Map.entry("additionalProperties", "object"),
            Map.entry("items", "array"),
            Map.entry("minItems", "array"),
            Map.entry("maxItems", "array"),
            Map.entry("minLength", "string"),
            Map.entry("maxLength", "string"),
            Map.entry("pattern", "string"),
            Map.entry("format", "string"),
            Map.entry("minimum", "number"),
            Map.entry("maximum", "number"),
            Map.entry("exclusiveMinimum", "number"),
            Map.entry("exclusiveMaximum", "number"));

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    private final ShapeReader shapes;
    private final Findings findings;
    private final ObjectReader objects;
    private final ArrayReader arrays;
    private final StringReader strings;
    private final NumberReader numbers;

    TypeReader(ShapeReader shapes, Findings findings, Bounds bounds) {
        this.shapes = shapes;
        this.findings = findings;
        this.objects = new ObjectReader(shapes, findings, bounds);
        this.arrays = new ArrayReader(shapes, findings, bounds);
        this.strings = new StringReader(findings, bounds);
        this.numbers = new NumberReader(findings);
    }

    Optional<Shape> read(ObjectNode schema, Location at) {
        Set<String> types = types(schema, at);
        if (types.isEmpty()) {
            return Optional.empty();
        }
        reportOtherTypes(schema, at, types);
        List<Shape> read = new ArrayList<>();
        for (String type : types) {
            readType(type, schema, at).ifPresent(read::add);
        }
        return read.size() < types.size() ? Optional.empty() : shapes.unite(read, at, "type");
    }

    private Optional<? extends Shape> readType(String type, ObjectNode schema, Location at) {
        return switch (type) {
            case "object" -> objects.read(schema, at);
            case "array" -> arrays.read(schema, at);
            case "string" -> strings.read(schema, at);
            case "number" -> numbers.read(schema, at, false);
            case "integer" -> numbers.read(schema, at, true);
            case "boolean" -> Optional.of(Shape.Literals.BOOLEAN);
            default -> Optional.of(Shape.Literals.NULL);
        };
    }

    private Set<String> types(ObjectNode schema, Location at) {
        Set<String> types = schema.has("type") ? named(schema.get("type"), at) : implied(schema, at);
        // Every integer is a number: the two side by side say no more than number.
        if (types.contains("number")) {
            types.remove("integer");
        }
        return types;
    }

    private Set<String> named(JsonNode type, Location at) {
        Set<String> names = new LinkedHashSet<>();
        if (type.isArray()) {
            type.forEach(name -> names.add(name.asText()));
        } else {
            names.add(type.asText());
        }
        if (names.isEmpty() || !TYPES.containsAll(names)) {
            findings.refuse(at, "type", type + " names no type of JSON", "use one or several of " + sorted(TYPES));
            return new LinkedHashSet<>();
        }
        findings.enforced(at, "type");
        return names;
    }

    private Set<String> implied(ObjectNode schema, Location at) {
        Set<String> types = new LinkedHashSet<>();
        schema.fieldNames().forEachRemaining(name -> {
            String type = TYPE_OF_KEYWORD.get(name);
            if (type != null) {
                types.add(type);
            }
        });
        if (types.size() == 1) {
            return types;
        }
        findings.refuseAt(
                at,
                "type",
                types.isEmpty() ? "any JSON value would fit this" : "it does not say which type the value has",
                "add a type, one or several of " + sorted(TYPES));
        return new LinkedHashSet<>();
    }

    /** A keyword of a type that the value cannot have is kept by every value. */
    private void reportOtherTypes(ObjectNode schema, Location at, Set<String> types) {
        schema.fieldNames().forEachRemaining(keyword -> {
            String type = TYPE_OF_KEYWORD.get(keyword);
            if (type != null && !types.contains(type) && !(type.equals("number") && types.contains("integer"))) {
                findings.enforced(at, keyword, "no effect: the value is no " + type);
            }
        });
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
