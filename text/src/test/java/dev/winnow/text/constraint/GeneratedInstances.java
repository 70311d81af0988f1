package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values that fit a schema more often than not, found from its text with nothing of the compiler's. The validator has
 * the last word on which fit.
 */
final class GeneratedInstances {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TYPES = List.of("object", "array", "string", "number", "boolean", "null");
    private static final int DEEPEST = 7;

    private final JsonNode document;
    private final Draw draw;
    private final GeneratedValues values;

    GeneratedInstances(JsonNode document, Random random) {
        this.document = document;
        this.draw = new Draw(random);
        this.values = new GeneratedValues(draw);
    }

    JsonNode fitting() {
        return value(List.of(document), 0);
    }

    JsonNode arbitrary() {
        return values.value(2);
    }

    private static List<JsonNode> listed(JsonNode list) {
        List<JsonNode> all = new ArrayList<>();
        list.forEach(all::add);
        return all;
    }

    /** With schemas all that they apply to the same value, one alternative of each list. */
    private void flatten(JsonNode schema, List<JsonNode> flat, int depth) {
        if (!schema.isObject() || flat.size() > 60 || depth > 20) {
            return;
        }
        flat.add(schema);
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            JsonNode target =
                    reference.equals("#first") ? document.at("/$defs/d0") : document.at(reference.substring(1));
            flatten(target, flat, depth + 1);
        }
        schema.path("allOf").forEach(part -> flatten(part, flat, depth + 1));
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.path(keyword).size() > 0) {
                flatten(draw.oneOf(listed(schema.get(keyword))), flat, depth + 1);
            }
        }
        if (schema.has("if") && draw.chance(50)) {
            flatten(schema.get("if"), flat, depth + 1);
            flatten(schema.path("then"), flat, depth + 1);
        } else if (schema.has("if")) {
            flatten(schema.path("else"), flat, depth + 1);
        }
        schema.path("dependentSchemas").forEach(part -> {
            if (draw.chance(50)) {
                flatten(part, flat, depth + 1);
            }
        });
    }

    private JsonNode value(List<JsonNode> schemas, int depth) {
        List<JsonNode> all = new ArrayList<>();
        schemas.forEach(schema -> flatten(schema, all, 0));
        List<String> types = new ArrayList<>(TYPES);
        boolean whole = false;
        for (JsonNode schema : all) {
            if (schema.has("const")) {
                return schema.get("const");
            }
            if (schema.path("enum").size() > 0) {
                return draw.oneOf(listed(schema.get("enum")));
            }
            if (schema.has("type")) {
                Set<String> named = new LinkedHashSet<>();
                listed(schema.get("type")).forEach(type -> named.add(type.asText()));
                named.add(schema.get("type").asText());
                whole |= named.contains("integer");
                if (named.contains("integer")) {
                    named.add("number");
                }
                types.retainAll(named);
            }
        }
        String type = types.isEmpty() ? draw.oneOf(TYPES) : types.size() > 3 ? likely(all, types) : draw.oneOf(types);
        return switch (type) {
            case "object" -> depth > DEEPEST ? JSON.objectNode() : object(all, depth);
            case "array" -> depth > DEEPEST ? JSON.arrayNode() : array(all, depth);
            case "string" -> TextNode.valueOf(text(all));
            case "number" -> number(all, whole || draw.chance(40));
            case "boolean" -> BooleanNode.valueOf(draw.random().nextBoolean());
            default -> NullNode.instance;
        };
    }

    private String likely(List<JsonNode> all, List<String> types) {
        boolean object = all.stream().anyMatch(one -> one.has("properties") || one.has("required"));
        boolean array = all.stream().anyMatch(one -> one.has("items") || one.has("prefixItems"));
        return object && draw.chance(70) ? "object" : array && draw.chance(70) ? "array" : draw.oneOf(types);
    }

    private JsonNode object(List<JsonNode> all, int depth) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        boolean open = true;
        for (JsonNode schema : all) {
            schema.path("properties").fieldNames().forEachRemaining(names::add);
            schema.path("required").forEach(name -> required.add(name.asText()));
            JsonNode others = schema.path("additionalProperties");
            open &= !(others.isBoolean() && !others.booleanValue());
        }
        names.addAll(required);
        boolean sparse = depth > 3 || draw.chance(25);
        names.removeIf(name -> !required.contains(name) && draw.chance(sparse ? 85 : 45));
        while (open && draw.chance(30)) {
            names.add(draw.oneOf(TextPool.NAMES));
        }
        for (JsonNode schema : all) {
            schema.path("dependentRequired").properties().forEach(entry -> {
                if (names.contains(entry.getKey())) {
                    entry.getValue().forEach(name -> names.add(name.asText()));
                }
            });
        }
        ObjectNode object = JSON.objectNode();
        for (String name : names) {
            object.set(name, value(schemasOf(name, all), depth + 1));
        }
        return object;
    }

    private static List<JsonNode> schemasOf(String name, List<JsonNode> all) {
        List<JsonNode> schemas = new ArrayList<>();
        for (JsonNode schema : all) {
            boolean found = schema.path("properties").has(name);
            if (found) {
                schemas.add(schema.get("properties").get(name));
            }
            for (Map.Entry<String, JsonNode> pattern :
                    schema.path("patternProperties").properties()) {
                if (Pattern.compile(pattern.getKey()).matcher(name).find()) {
                    schemas.add(pattern.getValue());
                    found = true;
                }
            }
            for (String rest : List.of("additionalProperties", "unevaluatedProperties")) {
                if (!found && schema.has(rest)) {
                    schemas.add(schema.get(rest));
                }
            }
        }
        return schemas;
    }

    private JsonNode array(List<JsonNode> all, int depth) {
        int min = bound(all, "minItems", 0, true);
        int max = bound(all, "maxItems", min + 4, false);
        int count = depth > 4 ? min : min + draw.below(Math.max(1, max - min + 1));
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < count; i++) {
            List<JsonNode> schemas = new ArrayList<>();
            for (JsonNode schema : all) {
                JsonNode prefix = schema.path("prefixItems");
                if (prefix.has(i)) {
                    schemas.add(prefix.get(i));
                } else if (schema.has("items")) {
                    schemas.add(schema.get("items"));
                }
                if (schema.has("contains") && draw.chance(60)) {
                    schemas.add(schema.get("contains"));
                }
            }
            array.add(value(schemas, depth + 1));
        }
        return array;
    }

    private static int bound(List<JsonNode> all, String keyword, int otherwise, boolean largest) {
        return all.stream()
                .filter(schema -> schema.has(keyword))
                .map(schema -> schema.get(keyword).asInt())
                .reduce(largest ? Math::max : Math::min)
                .orElse(otherwise);
    }

    private String text(List<JsonNode> all) {
        List<String> texts = new ArrayList<>();
        for (JsonNode schema : all) {
            texts.addAll(TextPool.PATTERNS.getOrDefault(schema.path("pattern").asText(), List.of()));
            texts.addAll(TextPool.FORMATS.getOrDefault(schema.path("format").asText(), List.of()));
        }
        if (!texts.isEmpty() && draw.chance(90)) {
            return draw.oneOf(texts);
        }
        int min = bound(all, "minLength", 0, true);
        int max = bound(all, "maxLength", min + 6, false);
        StringBuilder text = new StringBuilder();
        for (int i = min + draw.below(Math.max(1, max - min + 1)); i > 0; i--) {
            text.append(draw.oneOf(List.of("a", "b", "1", " ", "é", "日", "😀", "\"", "\\", "\n", "/", "-")));
        }
        return text.toString();
    }

    private JsonNode number(List<JsonNode> all, boolean whole) {
        BigDecimal low = null;
        BigDecimal high = null;
        BigDecimal divisor = null;
        for (JsonNode schema : all) {
            for (String keyword : List.of("minimum", "exclusiveMinimum")) {
                low = schema.has(keyword) ? schema.get(keyword).decimalValue() : low;
            }
            for (String keyword : List.of("maximum", "exclusiveMaximum")) {
                high = schema.has(keyword) ? schema.get(keyword).decimalValue() : high;
            }
            divisor = schema.has("multipleOf") ? schema.get("multipleOf").decimalValue() : divisor;
        }
        BigDecimal from =
                low != null ? low : high != null ? high.subtract(BigDecimal.valueOf(30)) : BigDecimal.valueOf(-9);
        BigDecimal width = high != null && low != null ? high.subtract(low) : BigDecimal.valueOf(40);
        BigDecimal number = from.add(width.multiply(BigDecimal.valueOf(draw.below(101), 2)));
        if (divisor != null) {
            number = number.divide(divisor, 0, RoundingMode.CEILING).multiply(divisor);
        }
        return DecimalNode.valueOf(whole ? number.setScale(0, RoundingMode.CEILING) : number);
    }
}
