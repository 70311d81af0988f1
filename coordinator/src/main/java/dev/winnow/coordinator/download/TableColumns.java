package dev.winnow.coordinator.download;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that outputs of a schema fill: the properties of its object, or of the objects of its list, in the
 * schema's order. A schema of neither has one column for the whole value.
 *
 * @param names of properties; empty for the whole value
 * @param others whether a row may hold what no column is for: other properties, or a value that is no object
 */
record TableColumns(List<String> names, boolean others) {
    private static final String VALUE = "value";

    TableColumns {
        names = List.copyOf(names);
    }

    static TableColumns of(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        boolean others = false;
        for (Shape shape : SchemaCompiler.compile(schema).root().shapes()) {
            if (shape instanceof Shape.ArrayShape list) {
                for (Shape element : elements(list)) {
                    others |= gather(element, names);
                }
            } else {
                others |= gather(shape, names);
            }
        }
        return new TableColumns(List.copyOf(names), others && !names.isEmpty());
    }

    private static List<Shape> elements(Shape.ArrayShape list) {
        List<Shape> elements = new ArrayList<>();
        List<Shape.@Nullable Item> items = new ArrayList<>(list.prefix());
        items.add(list.rest());
        for (Shape.@Nullable Item item : items) {
            if (item != null) {
                elements.addAll(item.plain().shapes());
                Values matching = item.matching();
                elements.addAll(matching == null ? List.of() : matching.shapes());
            }
        }
        return elements;
    }

    /** Takes the names of a row; says whether it may hold what has none. */
    private static boolean gather(Shape row, Set<String> names) {
        if (row instanceof Shape.ObjectShape object) {
            object.properties().forEach(property -> names.add(property.name()));
            return !object.others().isEmpty();
        }
        return !(row instanceof Shape.Literals literals && literals.texts().equals(List.of("null")));
    }

    /**
     * The names at the top of the table.
     *
     * @param inputs whether each row brings its item's text
     */
    List<String> header(boolean inputs) {
        List<String> header = new ArrayList<>();
        header.add(own("item_id"));
        header.addAll(names.isEmpty() ? List.of(VALUE) : names);
        if (others) {
            header.add(own("item_others"));
        }
        if (inputs) {
            header.add(own("item_input"));
        }
        header.add(own("item_error"));
        return header;
    }

    /** A column of ours gives way to a property of its name. */
    private String own(String name) {
        return names.contains(name) ? own(name + "_") : name;
    }
}
