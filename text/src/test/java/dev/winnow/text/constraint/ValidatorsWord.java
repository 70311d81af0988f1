package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Where the kept validator's word counts: it is known to be wrong about large numbers and some host names. */
final class ValidatorsWord {
    /** Divided as doubles. */
    private static final String LONG_NUMBERS = "(?s).*\\d{16,}.*";

    private ValidatorsWord() {}

    /** Whether an output fits. */
    static boolean fits(List<String> problems, String output) {
        return problems.isEmpty() || output.matches(LONG_NUMBERS);
    }

    /** Whether an instance fits. */
    static boolean fits(List<String> problems, JsonNode instance) {
        return fits(problems, instance.toString());
    }

    /** Whether it can be asked about an instance. */
    static boolean isKnown(JsonNode schema, JsonNode instance) {
        return !schema.toString().contains("idn-hostname")
                || !instance.toString().matches("(?s).*(\"\\.|\\.\\.|\\.\").*");
    }
}
