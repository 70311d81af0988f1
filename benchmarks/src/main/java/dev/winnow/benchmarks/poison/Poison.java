package dev.winnow.benchmarks.poison;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A kind of item that harms, and the codes that its result may have. */
enum Poison {
    /** The worker's process dies. */
    CRASH(Set.of("worker_lost")),
    /** The engine never comes back. */
    HANG(Set.of("time_limit")),
    /** The worker's heap is taken. */
    EXHAUST(Set.of("worker_lost")),
    /** Its line is not UTF-8. */
    NOT_UTF8(Set.of("not_utf8")),
    /** It is larger than an item may be. */
    HUGE(Set.of("item_too_large")),
    /** Its line is longer than one that is even looked at. */
    ENDLESS(Set.of("line_too_long"));

    private static final int HUGE_CHARACTERS = 2 << 20;
    private static final int ENDLESS_CHARACTERS = 20 << 20;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<String> codes;

    Poison(Set<String> codes) {
        this.codes = codes;
    }

    /** Whether an item of this kind ends so. */
    boolean explains(String code) {
        return codes.contains(code);
    }

    /** Its line of the request. */
    byte[] line(String id) {
        String text =
                switch (this) {
                    case CRASH -> "@crash";
                    case HANG -> "@hang";
                    case EXHAUST -> "@exhaust";
                    case NOT_UTF8 -> "\u00C3(";
                    case HUGE -> "x".repeat(HUGE_CHARACTERS);
                    case ENDLESS -> "x".repeat(ENDLESS_CHARACTERS);
                };
        String line = "{\"id\":\"" + id + "\",\"input\":\"" + text + " " + id + "\"}\n";
        // As Latin-1, one byte a character: the pair of NOT_UTF8 then is none of UTF-8.
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }
}
