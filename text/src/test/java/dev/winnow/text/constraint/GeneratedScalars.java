package dev.winnow.text.constraint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What schemas say of texts and numbers. */
final class GeneratedScalars {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> DIVISORS = List.of("1", "2", "3", "5", "7", "0.5", "0.01", "2.5", "0.3");

    private final Draw draw;
    private final GeneratedValues values;

    GeneratedScalars(Draw draw, GeneratedValues values) {
        this.draw = draw;
        this.values = values;
    }

    void text(ObjectNode schema) {
        int kind = draw.below(10);
        int shortest = draw.below(4);
        int longest = shortest + draw.below(9);
        if (kind < 4) {
            Map<String, List<String>> pool = kind < 2 ? TextPool.PATTERNS : TextPool.FORMATS;
            String chosen = draw.oneOf(pool.keySet().stream().sorted().toList());
            schema.put(kind < 2 ? "pattern" : "format", chosen);
            if (draw.careful()) {
                String fitting = draw.oneOf(requireNonNull(pool.get(chosen)));
                int length = fitting.codePointCount(0, fitting.length());
                shortest = Math.min(shortest, length);
                longest = Math.max(longest, length);
            }
        }
        if (draw.chance(25)) {
            schema.put("minLength", shortest);
            if (draw.chance(50)) {
                schema.put("maxLength", longest);
            }
        }
    }

    void number(ObjectNode schema) {
        BigDecimal low = draw.chance(60) ? BigDecimal.valueOf(draw.below(20) - 8) : values.decimal();
        if (draw.chance(35)) {
            schema.put(draw.chance(70) ? "minimum" : "exclusiveMinimum", low);
        }
        if (draw.chance(35)) {
            schema.put(
                    draw.chance(70) ? "maximum" : "exclusiveMaximum", low.add(BigDecimal.valueOf(1 + draw.below(40))));
        }
        if (draw.chance(15)) {
            schema.put("multipleOf", new BigDecimal(draw.oneOf(DIVISORS)));
        }
    }

    /** What may be said of a text beside what is said already. */
    ObjectNode besideText(JsonNode host) {
        ObjectNode schema = JSON.objectNode();
        boolean free = !host.has("pattern") && !host.has("format");
        if (free && !host.has("minLength")) {
            text(schema);
        } else if (draw.chance(50)) {
            schema.put("minLength", draw.below(2));
        } else {
            schema.put("maxLength", 12 + draw.below(40));
        }
        return schema;
    }

    /** What may be said of a number beside what is said already. */
    ObjectNode besideNumber(JsonNode host) {
        ObjectNode schema = JSON.objectNode();
        switch (draw.below(3)) {
            case 0 -> schema.put("minimum", -draw.below(30) - 8);
            case 1 -> schema.put("maximum", 30 + draw.below(200));
            default -> {
                boolean free = !host.has("multipleOf") && !(host.has("minimum") && host.has("maximum"));
                schema.put("multipleOf", new BigDecimal(free ? draw.oneOf(DIVISORS) : "0.01"));
            }
        }
        return schema;
    }
}
