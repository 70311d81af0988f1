package dev.winnow.text.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfidencesTest {
    /** The values' confidences; by token its text, and its probability or nothing where it was forced. */
    private static Map<String, Double> confidences(List<Map.Entry<String, Double>> tokens) {
        StringBuilder text = new StringBuilder();
        int[] ends = new int[tokens.size()];
        float[] logs = new float[tokens.size()];
        for (int i = 0; i < ends.length; i++) {
            text.append(tokens.get(i).getKey());
            ends[i] = text.toString().getBytes(UTF_8).length;
            logs[i] = (float) Math.log(tokens.get(i).getValue());
        }
        return Confidences.of(OutputValues.of(text.toString().getBytes(UTF_8)), ends, logs);
    }

    private static Map.Entry<String, Double> token(String text, double probability) {
        return Map.entry(text, probability);
    }

    private static Map.Entry<String, Double> forced(String text) {
        return Map.entry(text, Double.NaN);
    }

    @Test
    void value_is_as_likely_as_all_its_tokens_together() {
        Map<String, Double> found = confidences(List.of(
                forced("{\"a\":"),
                token("\"x", 0.5),
                token("é", 0.5),
                token("\"", 0.8),
                forced(",\"b\":"),
                token("12", 0.9),
                token("}", 0.1)));

        assertThat(found.get("/a")).isCloseTo(0.2, within(1e-6));
        assertThat(found.get("/b")).as("the bracket is no part of it").isCloseTo(0.9, within(1e-6));
    }

    @Test
    void token_that_ends_one_value_and_begins_another_counts_for_both() {
        Map<String, Double> found = confidences(
                List.of(forced("["), token("\"a", 1), token("\",\"", 0.5), token("b", 1), token("\"]", 0.4)));

        assertThat(found.get("/0")).isCloseTo(0.5, within(1e-6));
        assertThat(found.get("/1")).isCloseTo(0.2, within(1e-6));
    }

    @Test
    void what_was_forced_is_certain() {
        assertThat(confidences(List.of(forced("{\"a\":\"always\"}")))).containsEntry("/a", 1.0);
    }

    @Test
    void tokens_without_bytes_are_no_part_of_any_value() {
        Map<String, Double> found = confidences(List.of(token("", 0.5), token("1", 0.3), token("", 0.5)));

        assertThat(found).hasSize(1);
        assertThat(found.get("")).isCloseTo(0.3, within(1e-6));
    }
}
