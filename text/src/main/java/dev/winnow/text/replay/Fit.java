package dev.winnow.text.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Values;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the shapes that may stand at a place a value has. Of what lies between items only the counts are looked at:
 * it is asked for the order of properties, not for a verdict. Not thread-safe; keeps what it found.
 */
final class Fit {
    private final IdentityHashMap<JsonNode, IdentityHashMap<Values, Boolean>> known = new IdentityHashMap<>();

    boolean fits(JsonNode value, Values place) {
        IdentityHashMap<Values, Boolean> ofValue = known.computeIfAbsent(value, one -> new IdentityHashMap<>());
        Boolean fits = ofValue.get(place);
        if (fits == null) {
            fits = place.shapes().stream().anyMatch(shape -> fits(value, shape));
            ofValue.put(place, fits);
        }
        return fits;
    }

    boolean fits(JsonNode value, Shape shape) {
        if (shape instanceof Shape.ObjectShape object) {
            return value.isObject() && object(value, object);
        }
        if (shape instanceof Shape.ArrayShape array) {
            return value.isArray() && array(value, array);
        }
        if (shape instanceof Shape.StringShape string) {
            return value.isTextual() && text(value.textValue(), string);
        }
        if (shape instanceof Shape.NumberShape number) {
            return value.isNumber() && number(value.decimalValue(), number);
        }
        return ((Shape.Literals) shape).texts().contains(value.toString());
    }

    private boolean object(JsonNode value, Shape.ObjectShape shape) {
        if (value.size() < shape.min() || value.size() > shape.max()) {
            return false;
        }
        Map<String, Values> listed = new HashMap<>();
        for (Shape.Property property : shape.properties()) {
            if (value.has(property.name()) ? !hasNeeds(value, property, shape.properties()) : property.required()) {
                return false;
            }
            listed.put(property.name(), property.value());
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Values place = listed.getOrDefault(member.getKey(), other(member.getKey(), shape));
            if (place == null || !fits(member.getValue(), place)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNeeds(JsonNode value, Shape.Property property, List<Shape.Property> listed) {
        return property.needs().stream()
                .allMatch(need -> value.has(listed.get(need).name()));
    }

    /** What a property is that is not listed; null if none may have that name. */
    static @Nullable Values other(String name, Shape.ObjectShape shape) {
        if (shape.excluded().contains(name)) {
            return null;
        }
        for (Shape.OtherProperties other : shape.others()) {
            if (other.names().contains(name)) {
                return other.value();
            }
        }
        return null;
    }

    private boolean array(JsonNode value, Shape.ArrayShape shape) {
        int matches = 0;
        for (int i = 0; i < value.size(); i++) {
            Shape.Item item = shape.item(i);
            boolean matching = item != null && isMatch(value.get(i), item);
            if (item == null || (!matching && !fits(value.get(i), item.plain()))) {
                return false;
            }
            matches += matching ? 1 : 0;
        }
        return value.size() >= shape.min()
                && value.size() <= shape.max()
                && matches >= shape.matches().min()
                && matches <= shape.matches().max();
    }

    boolean isMatch(JsonNode value, Shape.Item item) {
        Values matching = item.matching();
        return matching != null && fits(value, matching);
    }

    private static boolean text(String text, Shape.StringShape shape) {
        int length = text.codePointCount(0, text.length());
        return length >= shape.minLength()
                && length <= shape.maxLength()
                && shape.language().contains(text);
    }

    private static boolean number(BigDecimal number, Shape.NumberShape shape) {
        // To divide what is written with very many zeros would take them all.
        return Math.abs((long) number.scale()) > SchemaOrder.MOST_ZEROS
                || shape.numbers().contains(number);
    }
}
