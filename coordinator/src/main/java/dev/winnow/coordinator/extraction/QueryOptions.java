package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads options from the query: text as it is, keys with commas between, anything else as JSON. */
final class QueryOptions {
    private static final Set<String> TEXTS =
            Set.of("model", "adapter", "quantization", "instruction", "name", "on_bad_item", "deadline");

    private QueryOptions() {}

    static ObjectNode read(MultivaluedMap<String, String> query, ObjectMapper json) {
        ObjectNode options = json.createObjectNode();
        // In an order of its own: the same request is the same by its fingerprint, however its query was written.
        for (Map.Entry<String, List<String>> entry : new TreeMap<>(query).entrySet()) {
            String name = entry.getKey();
            String value = entry.getValue().get(0);
            if (TEXTS.contains(name)) {
                options.put(name, value);
            } else if (name.equals("keys")) {
                for (String key : value.split(",", -1)) {
                    options.withArray("/keys").add(key.strip());
                }
            } else {
                try {
                    options.set(name, json.readTree(value));
                } catch (JsonProcessingException e) {
                    throw Problem.of(
                                    400, "invalid_option", "the query's %s is no JSON value: %s".formatted(name, value))
                            .at("/" + name)
                            .remedy("write numbers and true or false as they are, objects as JSON, encoded for a URL")
                            .exception();
                }
            }
        }
        return options;
    }
}
