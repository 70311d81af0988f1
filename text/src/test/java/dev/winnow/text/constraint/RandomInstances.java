package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Outputs that fit a schema, as compact JSON: found from the schema's text, with nothing of the compiler's. Numbers are
 * tried until one is within its bounds; the validator has the last word.
 */
final class RandomInstances {
    private static final String[] CHARACTERS = {
        "a",
        "z",
        " ",
        "é",
        "日",
        "😀",
        "\\\"",
        "\\\\",
        "\\n",
        "\\u0001",
        "\\u00e9",
        "\\ud83d\\ude00",
        "/",
        "\\/",
        "\u007f",
        "]",
        "}"
    };

    private final JsonNode document;
    private final Random random;

    RandomInstances(JsonNode document, Random random) {
        this.document = document;
        this.random = random;
    }

    String next() {
        return value(document);
    }

    private String value(JsonNode schema) {
        if (schema.has("$ref")) {
            return value(document.at(schema.get("$ref").asText().substring(1)));
        }
        if (schema.has("anyOf")) {
            return value(oneOf(schema.get("anyOf")));
        }
        if (schema.has("const") || schema.has("enum")) {
            return (schema.has("const") ? schema.get("const") : oneOf(schema.get("enum"))).toString();
        }
        JsonNode type = schema.get("type");
        return ofType(type.isArray() ? oneOf(type).asText() : type.asText(), schema);
    }

    private JsonNode oneOf(JsonNode list) {
        return list.get(random.nextInt(list.size()));
    }

    private String ofType(String type, JsonNode schema) {
        return switch (type) {
            case "object" -> object(schema);
            case "array" ->
                IntStream.range(0, count(schema, "minItems", "maxItems"))
                        .mapToObj(i -> value(schema.get("items")))
                        .collect(Collectors.joining(",", "[", "]"));
            case "string" ->
                IntStream.range(0, count(schema, "minLength", "maxLength"))
                        .mapToObj(i -> CHARACTERS[random.nextInt(CHARACTERS.length)])
                        .collect(Collectors.joining("", "\"", "\""));
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "null" -> "null";
            default -> number(schema, type.equals("integer") ? 0 : random.nextInt(9));
        };
    }

    private int count(JsonNode schema, String min, String max) {
        int least = schema.path(min).asInt(0);
        return least + random.nextInt(1 + Math.min(6, schema.path(max).asInt(Integer.MAX_VALUE) - least));
    }

    private String object(JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.get("required").forEach(name -> required.add(name.asText()));
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : schema.get("properties").properties()) {
            if (required.contains(member.getKey()) || random.nextBoolean()) {
                members.add(TextNode.valueOf(member.getKey()) + ":" + value(member.getValue()));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private String number(JsonNode schema, int scale) {
        BigDecimal low = bound(schema, "minimum", "exclusiveMinimum");
        BigDecimal high = bound(schema, "maximum", "exclusiveMaximum");
        BigDecimal from =
                low != null ? low : high != null ? high.subtract(BigDecimal.TEN.pow(random.nextInt(8))) : null;
        BigDecimal start = from != null ? from : BigDecimal.valueOf(random.nextGaussian() * 1000);
        BigDecimal width = high != null && low != null ? high.subtract(low) : BigDecimal.TEN.pow(random.nextInt(8));
        BigDecimal number = start.add(width.multiply(BigDecimal.valueOf(random.nextDouble())))
                .setScale(scale, RoundingMode.HALF_EVEN);
        return number.signum() == 0 ? "0" : number.toPlainString();
    }

    private static @Nullable BigDecimal bound(JsonNode schema, String inclusive, String exclusive) {
        JsonNode bound = schema.has(inclusive) ? schema.get(inclusive) : schema.path(exclusive);
        return bound.isNumber() ? bound.decimalValue() : null;
    }
}
