package dev.winnow.text.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes values as compact JSON with properties in the order of the schema, those that it does not list behind them.
 * Alternatives may list the same properties in different orders: then there are several texts.
 */
public final class SchemaOrder implements InstanceTexts {
    private static final int MOST_TEXTS = 8;
    // 1e999999999 is a short number, but a text of a gigabyte.
    private static final int MOST_ZEROS = 10_000;

    @Override
    public List<String> texts(CompiledSchema schema, JsonNode data) {
        Set<String> texts = new LinkedHashSet<>();
        for (int turn = 0; turn < MOST_TEXTS; turn++) {
            StringBuilder text = new StringBuilder();
            write(data, Set.of(schema.root()), turn, text);
            texts.add(text.toString());
        }
        return List.copyOf(texts);
    }

    /** The text of a value of which no schema says the order. */
    static String text(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, Set.of(), 0, text);
        return text.toString();
    }

    private static void write(JsonNode value, Set<Values> places, int turn, StringBuilder text) {
        if (value.isObject()) {
            writeObject(value, places, turn, text);
        } else if (value.isArray()) {
            writeArray(value, places, turn, text);
        } else if (value.isNumber()) {
            text.append(number(value));
        } else {
            text.append(value);
        }
    }

    /** The shortest way to write a number without an exponent. */
    private static String number(JsonNode value) {
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        return Math.abs((long) number.scale()) > MOST_ZEROS ? number.toString() : number.toPlainString();
    }

    private static void writeObject(JsonNode value, Set<Values> places, int turn, StringBuilder text) {
        List<Shape.ObjectShape> shapes = objects(places, turn);
        Set<String> names = new LinkedHashSet<>();
        for (Shape.ObjectShape shape : shapes) {
            for (Shape.Property property : shape.properties()) {
                if (value.has(property.name())) {
                    names.add(property.name());
                }
            }
        }
        value.fieldNames().forEachRemaining(names::add);
        text.append('{');
        boolean first = true;
        for (String name : names) {
            text.append(first ? "" : ",").append(TextNode.valueOf(name)).append(':');
            write(value.get(name), within(shapes, name), turn, text);
            first = false;
        }
        text.append('}');
    }

    private static List<Shape.ObjectShape> objects(Set<Values> places, int turn) {
        List<Shape.ObjectShape> shapes = new ArrayList<>();
        for (Values place : places) {
            for (Shape shape : place.shapes()) {
                if (shape instanceof Shape.ObjectShape object) {
                    shapes.add(object);
                }
            }
        }
        Collections.rotate(shapes, -turn);
        return shapes;
    }

    private static Set<Values> within(List<Shape.ObjectShape> shapes, String name) {
        Set<Values> places = new LinkedHashSet<>();
        for (Shape.ObjectShape shape : shapes) {
            Map<String, Values> listed = new LinkedHashMap<>();
            shape.properties().forEach(property -> listed.put(property.name(), property.value()));
            Values value = listed.get(name);
            if (value != null) {
                places.add(value);
            } else {
                shape.others().stream()
                        .filter(other -> other.names().contains(name))
                        .forEach(other -> places.add(other.value()));
            }
        }
        return places;
    }

    private static void writeArray(JsonNode value, Set<Values> places, int turn, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < value.size(); i++) {
            Set<Values> items = new LinkedHashSet<>();
            for (Values place : places) {
                for (Shape shape : place.shapes()) {
                    Shape.Item item = shape instanceof Shape.ArrayShape array ? array.item(i) : null;
                    if (item != null) {
                        items.add(item.plain());
                        if (item.matching() != null) {
                            items.add(item.matching());
                        }
                    }
                }
            }
            text.append(i > 0 ? "," : "");
            write(value.get(i), items, turn, text);
        }
        text.append(']');
    }
}
