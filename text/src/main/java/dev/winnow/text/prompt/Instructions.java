package dev.winnow.text.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Instructions for requests that bring none. */
public final class Instructions {
    private Instructions() {}

    /** The instruction that names the top-level properties of a schema, in their order. */
    public static String fromKeys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        if (keys.isEmpty()) {
            return "Given this unstructured data, convert it into JSON format.";
        }
        return "Given this unstructured data, convert it into JSON format with the following keys: "
                + String.join(", ", keys);
    }
}
