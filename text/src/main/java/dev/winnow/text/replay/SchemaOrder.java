package dev.winnow.text.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Values;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as compact JSON with properties in the order of the schema, those that it does not list behind them.
 * Where alternatives list the same properties in different orders it is that of an alternative that the value fits; a
 * value that fits none is written in the order of one after the other.
 */
public final class SchemaOrder implements InstanceTexts {
    // 1e999999999 is a short number, but a text of a gigabyte.
    static final int MOST_ZEROS = 10_000;

    private static final int MOST_TEXTS = 8;

    @Override
    public List<String> texts(CompiledSchema schema, JsonNode data) {
        Set<String> texts = new LinkedHashSet<>();
        Fit fit = new Fit();
        for (int turn = 0; turn < MOST_TEXTS; turn++) {
            Writing writing = new Writing(fit, turn, new StringBuilder());
            writing.value(data, schema.root());
            texts.add(writing.text().toString());
        }
        return List.copyOf(texts);
    }

    /** The text of a value of which no schema says the order. */
    static String text(JsonNode value) {
        Writing writing = new Writing(new Fit(), 0, new StringBuilder());
        writing.value(value, null);
        return writing.text().toString();
    }

    /**
     * One text.
     *
     * @param turn which of several alternatives is followed
     */
    private record Writing(Fit fit, int turn, StringBuilder text) {
        void value(JsonNode value, @Nullable Values place) {
            if (value.isObject()) {
                object(value, chosen(Shape.ObjectShape.class, value, place));
            } else if (value.isArray()) {
                array(value, chosen(Shape.ArrayShape.class, value, place));
            } else if (value.isNumber()) {
                text.append(number(value));
            } else {
                text.append(value);
            }
        }

        private <S extends Shape> @Nullable S chosen(Class<S> kind, JsonNode value, @Nullable Values place) {
            if (place == null) {
                return null;
            }
            List<S> shapes = place.shapes().stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
            List<S> fitting =
                    shapes.stream().filter(shape -> fit.fits(value, shape)).toList();
            List<S> choice = fitting.isEmpty() ? shapes : fitting;
            return choice.isEmpty() ? null : choice.get(turn % choice.size());
        }

        private void object(JsonNode value, Shape.@Nullable ObjectShape shape) {
            Map<String, @Nullable Values> members = new LinkedHashMap<>();
            if (shape != null) {
                shape.properties().stream()
                        .filter(property -> value.has(property.name()))
                        .forEach(property -> members.put(property.name(), property.value()));
            }
            value.fieldNames().forEachRemaining(name -> {
                if (!members.containsKey(name)) {
                    members.put(name, shape == null ? null : Fit.other(name, shape));
                }
            });
            String before = "{";
            for (Map.Entry<String, @Nullable Values> member : members.entrySet()) {
                text.append(before).append(TextNode.valueOf(member.getKey())).append(':');
                value(value.get(member.getKey()), member.getValue());
                before = ",";
            }
            text.append(members.isEmpty() ? "{}" : "}");
        }

        private void array(JsonNode value, Shape.@Nullable ArrayShape shape) {
            int matches = 0;
            text.append('[');
            for (int i = 0; i < value.size(); i++) {
                Shape.Item item = shape == null ? null : shape.item(i);
                boolean matching = item != null && counts(shape, matches) && fit.isMatch(value.get(i), item);
                matches += matching ? 1 : 0;
                text.append(i > 0 ? "," : "");
                value(value.get(i), item == null ? null : matching ? item.matching() : item.plain());
            }
            text.append(']');
        }

        /** Whether one more match makes a difference. */
        private static boolean counts(Shape.@Nullable ArrayShape shape, int matches) {
            return shape != null
                    && (matches < shape.matches().min() || shape.matches().max() < Shape.ANY_NUMBER);
        }

        /** The shortest way to write a number without an exponent. */
        private static String number(JsonNode value) {
            BigDecimal number = value.decimalValue().stripTrailingZeros();
            return Math.abs((long) number.scale()) > MOST_ZEROS ? number.toString() : number.toPlainString();
        }
    }
}
