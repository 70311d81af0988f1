package dev.winnow.text.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which values of an output are right, by the same rules as {@link FieldScore}. Not thread-safe. */
public final class RightValues {
    private final Map<String, Boolean> right = new LinkedHashMap<>();

    private RightValues() {}

    /**
     * Judges each value that has none within.
     *
     * @return by JSON pointer; an entry of a list is right if the list should have it, at whatever place, and all
     *     within an entry is right if the whole entry is
     */
    public static Map<String, Boolean> of(JsonNode output, JsonNode expected) {
        RightValues values = new RightValues();
        values.judge("", output, expected);
        return values.right;
    }

    private void judge(String pointer, JsonNode value, JsonNode expected) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties()
                    .forEach(field -> judge(
                            pointer + "/" + escaped(field.getKey()), field.getValue(), expected.path(field.getKey())));
        } else if (value.isArray() && !value.isEmpty()) {
            entries(pointer, value, expected);
        } else {
            right.put(pointer, Same.key(value).equals(Same.key(expected)));
        }
    }

    private void entries(String pointer, JsonNode list, JsonNode expected) {
        Map<Object, Integer> left = new HashMap<>();
        if (expected.isArray()) {
            expected.forEach(entry -> left.merge(Same.key(entry), 1, Integer::sum));
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode entry = list.get(i);
            boolean wanted = left.merge(Same.key(entry), -1, Integer::sum) >= 0;
            judge(pointer + "/" + i, entry, wanted ? entry : MissingNode.getInstance());
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
