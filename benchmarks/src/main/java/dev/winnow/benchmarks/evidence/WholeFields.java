package dev.winnow.benchmarks.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.score.FieldScore;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges each field of an output as one: a list is right if nothing is wrong in it and nothing lacks. */
final class WholeFields {
    private WholeFields() {}

    /**
     * The fields of an output.
     *
     * @param confidence of each value, by JSON pointer; a field is as sure as the least sure value in it
     * @return by name
     */
    static Map<String, Whole> of(JsonNode output, JsonNode expected, Map<String, Double> confidence) {
        Map<String, Whole> fields = new LinkedHashMap<>();
        output.properties().forEach(field -> {
            boolean right = FieldScore.of(field.getValue(), expected.path(field.getKey())) == 1;
            fields.put(field.getKey(), new Whole(1, right));
        });
        confidence.forEach((pointer, probability) -> {
            String name = pointer.replaceFirst("^/", "").replaceFirst("/.*", "");
            fields.computeIfPresent(
                    name.replace("~1", "/").replace("~0", "~"), (same, field) -> field.and(probability));
        });
        return fields;
    }

    /** A field: how sure it is, and whether it is right. */
    record Whole(double confidence, boolean right) {
        private Whole and(double probability) {
            return new Whole(Math.min(confidence, probability), right);
        }
    }
}
