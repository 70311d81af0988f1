package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The schema of a request that gives nothing but keys. */
public final class KeysSchema {
    private KeysSchema() {}

    /**
     * Makes a closed object of these keys, each required, each a string or null.
     *
     * @throws IllegalArgumentException if there is no key, an empty one, or one twice; the message is fit for users
     */
    public static ObjectNode fromKeys(List<String> keys) {
        requireUsable(keys);
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("type", "object").put("additionalProperties", false);
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (String key : keys) {
            required.add(key);
            properties.putObject(key).putArray("type").add("string").add("null");
        }
        return schema;
    }

    private static void requireUsable(List<String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "keys must name at least one key; give the fields to extract, or a schema");
        }
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            if (key.isBlank()) {
                throw new IllegalArgumentException("keys has an empty key at position " + seen.size() + "; remove it");
            }
            if (!seen.add(key)) {
                throw new IllegalArgumentException("keys has \"" + key + "\" twice; remove one");
            }
        }
    }
}
