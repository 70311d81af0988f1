package dev.winnow.benchmarks.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orders in which a system may want properties that takes them in some order of the schema: that in which the schema
 * names them, that in which they stand and, where there are few, all the others.
 */
final class PropertyOrders {
    private static final int MOST = 24;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Integer> named = new HashMap<>();

    PropertyOrders(JsonNode schema) {
        name(schema);
    }

    private void name(JsonNode schema) {
        Stream.concat(
                        schema.path("properties").propertyStream().map(Map.Entry::getKey),
                        schema.path("required").valueStream().map(JsonNode::asText))
                .forEach(name -> named.putIfAbsent(name, named.size()));
        schema.forEach(this::name);
    }

    /** The value with its properties in one order after the other; first that of the schema. */
    List<JsonNode> of(JsonNode value) {
        int orders = count(value);
        return Stream.concat(
                        Stream.of(bySchema(value)),
                        IntStream.range(0, orders > MOST ? 1 : orders)
                                .mapToObj(number -> new Numbered(number).order(value)))
                .toList();
    }

    private JsonNode bySchema(JsonNode value) {
        if (value.isArray()) {
            ArrayNode items = NODES.arrayNode();
            value.forEach(item -> items.add(bySchema(item)));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode members = NODES.objectNode();
        value.propertyStream()
                .sorted(Comparator.comparingInt(member -> named.getOrDefault(member.getKey(), named.size())))
                .forEach(member -> members.set(member.getKey(), bySchema(member.getValue())));
        return members;
    }

    /** How many orders there are; one more than {@link #MOST} stands for all that are more. */
    private static int count(JsonNode value) {
        int orders = 1;
        for (int members = value.isObject() ? value.size() : 0; members > 1; members--) {
            orders = Math.min(MOST + 1, orders * members);
        }
        for (JsonNode within : value) {
            orders = Math.min(MOST + 1, orders * count(within));
        }
        return orders;
    }

    /** One of all orders; the first is that in which the properties stand. */
    private static final class Numbered {
        private int number;

        Numbered(int number) {
            this.number = number;
        }

        JsonNode order(JsonNode value) {
            if (value.isArray()) {
                ArrayNode items = NODES.arrayNode();
                value.forEach(item -> items.add(order(item)));
                return items;
            }
            if (!value.isObject()) {
                return value;
            }
            ObjectNode members = NODES.objectNode();
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            while (!names.isEmpty()) {
                String name = names.remove(choice(names.size()));
                members.set(name, order(value.path(name)));
            }
            return members;
        }

        private int choice(int of) {
            int choice = number % of;
            number /= of;
            return choice;
        }
    }
}
