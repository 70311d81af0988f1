package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;

/** Where the kept validator's word counts: it is known to be wrong about some formats and large numbers. */
final class ValidatorsWord {
    /** Fractions below nanoseconds, offsets of no known zone or above 18 hours, leap seconds. */
    private static final String TIMES = "(?s).*(\\.\\d{10,}|-00:00|:60|[+-](1[89]|2\\d):\\d\\d\").*";

    /** It takes text behind a zone. */
    private static final String BEHIND_ZONE = "(?s).*\\d(Z|z|[+-]\\d\\d:\\d\\d)[^\"].*";

    /** In addresses it takes none of the spaces that RFC 3987 has, and wants something behind a scheme. */
    private static final String ADDRESSES = "(?sU).*([\\s&&[^ \\n\\r\\t]]|[^\"]:[#\"]).*";

    /** Divided as doubles. */
    private static final String LONG_NUMBERS = "(?s).*\\d{16,}.*";

    private ValidatorsWord() {}

    /** Whether a problem that it finds in an output is one. */
    static boolean counts(String problem, String output) {
        // It knows a list of top-level domains.
        boolean mail = problem.contains("RFC 5321") && output.contains("@");
        boolean address = problem.contains("RFC 398") && output.matches(ADDRESSES);
        // Of alternatives it only says that none fits.
        boolean of = problem.contains("RFC 3339") || problem.contains("one and only one schema");
        boolean time = of && output.matches(TIMES);
        return !mail && !address && !time && !output.matches(LONG_NUMBERS);
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
