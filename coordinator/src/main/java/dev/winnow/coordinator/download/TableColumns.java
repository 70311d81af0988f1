package dev.winnow.coordinator.download;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that outputs of a schema fill: the properties of its object, or of the objects of its list, in the
 * schema's order. A schema of neither has one column for the whole value.
 *
 * @param names of properties; empty for the whole value
 * @param others whether properties of other names may come
 */
record TableColumns(List<String> names, boolean others) {
    private static final String VALUE = "value";

    TableColumns {
        names = List.copyOf(names);
    }

    static TableColumns of(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        boolean others = gather(
                SchemaCompiler.compile(schema).root(), names, Collections.newSetFromMap(new IdentityHashMap<>()));
        return new TableColumns(List.copyOf(names), others && !names.isEmpty());
    }

    private static boolean gather(Values values, Set<String> names, Set<Values> seen) {
        boolean others = false;
        if (!seen.add(values)) {
            return others; // a list within itself
        }
        for (Shape shape : values.shapes()) {
            if (shape instanceof Shape.ObjectShape object) {
                object.properties().forEach(property -> names.add(property.name()));
                others |= !object.others().isEmpty();
            } else if (shape instanceof Shape.ArrayShape array) {
                List<Shape.@Nullable Item> items = new ArrayList<>(array.prefix());
                items.add(array.rest());
                for (Shape.@Nullable Item item : items) {
                    others |= item != null && gather(item.plain(), names, seen);
                }
            }
        }
        return others;
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
