package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values of which one thing was changed: those that nearly fit a schema. */
final class ChangedInstances {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Draw draw;
    private final GeneratedValues values;

    ChangedInstances(Random random) {
        this.draw = new Draw(random);
        this.values = new GeneratedValues(draw);
    }

    /** The same with one thing changed somewhere. */
    JsonNode changed(JsonNode value) {
        if (value.isObject() && !value.isEmpty() && draw.chance(75)) {
            return changedObject((ObjectNode) value);
        }
        if (value.isArray() && !value.isEmpty() && draw.chance(75)) {
            return changedArray((ArrayNode) value);
        }
        if (value.isTextual() && draw.chance(70)) {
            String text = value.textValue();
            int at = draw.below(text.length() + 1);
            at = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
            return TextNode.valueOf(
                    draw.chance(40)
                            ? text.substring(0, at)
                            : text.substring(0, at)
                                    + draw.oneOf(List.of("a", "0", "é", "-", "."))
                                    + text.substring(at));
        }
        if (value.isNumber() && draw.chance(70)) {
            return DecimalNode.valueOf(value.decimalValue()
                    .add(new BigDecimal(draw.oneOf(List.of("1", "-1", "0.5", "-0.1", "100", "0.01", "-20")))));
        }
        return values.value(1);
    }

    private JsonNode changedObject(ObjectNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        String name = draw.oneOf(List.copyOf(members.keySet()));
        switch (draw.below(5)) {
            case 0 -> members.remove(name);
            case 1 -> {
                JsonNode moved = members.remove(name);
                members.put(draw.oneOf(TextPool.NAMES), moved);
            }
            case 2 -> members.put(draw.oneOf(TextPool.NAMES), values.value(1));
            default -> members.computeIfPresent(name, (one, value) -> changed(value));
        }
        ObjectNode changed = JSON.objectNode();
        members.forEach(changed::set);
        return changed;
    }

    private JsonNode changedArray(ArrayNode array) {
        ArrayNode changed = array.deepCopy();
        int at = draw.below(array.size());
        switch (draw.below(4)) {
            case 0 -> changed.remove(at);
            case 1 -> changed.insert(at, array.get(draw.below(array.size())).deepCopy());
            default -> changed.set(at, changed(array.get(at)));
        }
        return changed;
    }
}
