package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Where the kept validator's word counts: it is known to be wrong about some formats and large numbers. */
final class ValidatorsWord {
    /** Fractions below nanoseconds, offsets of no known zone or above 18 hours, leap seconds. */
    private static final String TIMES = "(?s).*(\\.\\d{10,}|-00:00|:60|[+-](1[89]|2\\d):\\d\\d\").*";

    /** In addresses it takes none of the spaces that RFC 3987 has, and wants something behind a scheme. */
    private static final String ADDRESSES = "(?sU).*([\\s&&[^ \\n\\r\\t]]|[^\"]:[#\"]).*";

    /** Of addresses of mail it knows a list of top-level domains. */
    private static final String MAIL = "(?s).*@.*";

    /** It takes text behind a zone. */
    private static final String BEHIND_ZONE = "(?s).*\\d(Z|z|[+-]\\d\\d:\\d\\d)[^\"].*";

    /** Divided as doubles. */
    private static final String LONG_NUMBERS = "(?s).*\\d{16,}.*";

    private ValidatorsWord() {}

    /**
     * Whether an output fits. Where one of the problems is a known mistake none of the others counts: an alternative
     * that fits is then thought not to.
     */
    static boolean fits(List<String> problems, String output) {
        boolean alternatives = problems.stream().anyMatch(problem -> problem.endsWith("one schema, but 0 are valid"));
        return problems.isEmpty()
                || (alternatives && output.matches(TIMES))
                || problems.stream().anyMatch(problem -> isMistake(problem, output));
    }

    /** Whether an instance fits: what is no mistake counts. */
    static boolean fits(List<String> problems, JsonNode instance) {
        String text = instance.toString();
        return problems.stream().allMatch(problem -> isMistake(problem, text));
    }

    private static boolean isMistake(String problem, String text) {
        return text.matches(LONG_NUMBERS)
                || (problem.contains("RFC 3339") && text.matches(TIMES))
                || (problem.contains("RFC 398") && text.matches(ADDRESSES))
                || (problem.contains("RFC 5321") && text.matches(MAIL));
    }

    /** Whether it can be asked about an instance. */
    static boolean isKnown(JsonNode schema, JsonNode instance) {
        String formats = schema.toString();
        String text = instance.toString();
        boolean dotted = formats.contains("idn-hostname") && text.matches("(?s).*(\"\\.|\\.\\.|\\.\").*");
        boolean behindZone = formats.contains("time\"") && text.matches(BEHIND_ZONE);
        return !dotted && !behindZone;
    }
}
