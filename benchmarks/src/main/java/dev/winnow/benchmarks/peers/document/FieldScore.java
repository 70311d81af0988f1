package dev.winnow.benchmarks.peers.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How near an output comes to what its document says, from 0 to 1: the mean over the fields. A text, number, truth
 * value or null is right or wrong, texts after trimming and collapsing white space; an object is the mean over its
 * fields; a list counts by the F1 of its entries, in any order.
 */
public final class FieldScore {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FieldScore() {}

    /** Scores an output; what is no JSON has nothing right. */
    public static double of(String output, JsonNode expected) {
        try {
            return of(MAPPER.readTree(output), expected);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Scores a value. */
    public static double of(JsonNode value, JsonNode expected) {
        if (expected.isObject() && !expected.isEmpty()) {
            double sum = 0;
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                sum += of(value.path(field.getKey()), field.getValue());
            }
            return sum / expected.size();
        }
        if (expected.isArray()) {
            return value.isArray() ? entries(value, expected) : 0;
        }
        return same(value).equals(same(expected)) ? 1 : 0;
    }

    private static double entries(JsonNode value, JsonNode expected) {
        if (value.isEmpty() && expected.isEmpty()) {
            return 1;
        }
        Map<Object, Integer> left = new HashMap<>();
        expected.forEach(entry -> left.merge(same(entry), 1, Integer::sum));
        int right = 0;
        for (JsonNode entry : value) {
            if (left.merge(same(entry), -1, Integer::sum) >= 0) {
                right++;
            }
        }
        return 2.0 * right / (value.size() + expected.size());
    }

    /** What equal values have in common. */
    static Object same(JsonNode value) {
        if (value.isTextual()) {
            return "text " + value.asText().strip().replaceAll("\\s+", " ");
        }
        if (value.isNumber()) {
            return "number " + value.decimalValue().stripTrailingZeros().toPlainString();
        }
        if (value.isContainerNode()) {
            List<Object> parts = new ArrayList<>();
            value.forEach(part -> parts.add(same(part)));
            value.fieldNames().forEachRemaining(parts::add);
            return parts;
        }
        return value.isMissingNode() ? "missing" : value.asText();
    }
}
