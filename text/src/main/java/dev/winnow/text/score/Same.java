package dev.winnow.text.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What equal values have in common. */
final class Same {
    // As Python's str.split sees it: no-break spaces are white space.
    private static final Pattern WHITE = Pattern.compile("[\\s\\x1c-\\x1f\\x85\\p{Z}]+");

    private Same() {}

    static String collapsed(String text) {
        return WHITE.matcher(text).replaceAll(" ").strip();
    }

    /** A key that equal values share, and no others. */
    static Object key(JsonNode value) {
        if (value.isTextual()) {
            return "text " + collapsed(value.textValue());
        }
        if (value.isNumber()) {
            // Not its digits: those of 1e999999999 are many.
            return value.decimalValue().stripTrailingZeros();
        }
        if (value.isArray()) {
            List<Object> entries = new ArrayList<>();
            value.forEach(entry -> entries.add(key(entry)));
            return entries;
        }
        if (value.isObject()) {
            Map<String, Object> fields = new HashMap<>();
            value.properties().forEach(field -> fields.put(field.getKey(), key(field.getValue())));
            return fields;
        }
        return value.isMissingNode() ? "missing" : value.asText();
    }

    /** The F1 of two bags of things. */
    static double f1(Iterable<?> found, Iterable<?> expected) {
        Map<Object, Integer> left = new HashMap<>();
        int wanted = 0;
        for (Object thing : expected) {
            left.merge(thing, 1, Integer::sum);
            wanted++;
        }
        int right = 0;
        int all = 0;
        for (Object thing : found) {
            all++;
            if (left.merge(thing, -1, Integer::sum) >= 0) {
                right++;
            }
        }
        return all + wanted == 0 ? 1 : 2.0 * right / (all + wanted);
    }
}
