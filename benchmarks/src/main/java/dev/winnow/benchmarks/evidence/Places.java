package dev.winnow.benchmarks.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.result.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts whether texts have their places, found out in another way than places are looked up. Not thread-safe. */
final class Places {
    private int texts;
    private int standing;
    private int right;
    private int invented;

    /** Counts a text and the place that was given for it. */
    void add(String input, JsonNode text, @Nullable Span span) {
        String sought = collapsed(text.asText());
        boolean stands = !sought.isEmpty() && collapsed(input).contains(sought);
        texts++;
        standing += stands ? 1 : 0;
        right += stands && span != null && collapsed(part(input, span)).equals(sought) ? 1 : 0;
        // A day may stand there as another text.
        invented += !stands && span != null && !sought.matches("\\d{4}-\\d\\d-\\d\\d") ? 1 : 0;
    }

    private static String part(String input, Span span) {
        return input.substring(input.offsetByCodePoints(0, span.from()), input.offsetByCodePoints(0, span.to()));
    }

    private static String collapsed(String text) {
        return text.replaceAll("[\\s\\p{Z}\\u200B\\uFEFF]+", " ").strip();
    }

    boolean allRight() {
        return right == standing && invented == 0;
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("texts", texts);
        values.put("stand_in_the_input", standing);
        values.put("with_the_right_span", right);
        values.put("with_an_invented_span", invented);
        return values;
    }
}
