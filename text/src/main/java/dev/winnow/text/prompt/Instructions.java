package dev.winnow.text.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Instructions for requests that bring none. */
public final class Instructions {
    /** Of names: a row of a dataset brings its instruction, and each has the same. */
    private static final int MOST_CHARACTERS = 32_000;

    private Instructions() {}

    /**
     * The instruction that names the top-level properties of a schema, in their order; without names where they would
     * be too long.
     */
    public static String fromKeys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        String named = String.join(", ", keys);
        if (keys.isEmpty() || named.length() > MOST_CHARACTERS) {
            return "Given this unstructured data, convert it into JSON format.";
        }
        return "Given this unstructured data, convert it into JSON format with the following keys: " + named;
    }
}
