package dev.winnow.benchmarks.queue;

import dev.winnow.benchmarks.scripted.MadeLines;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Items of one length that are answered at once. */
final class Documents {
    private static final String TEXT = "Lake cruise, 14 June 2026, CHF 45. ";

    private Documents() {}

    /** A submission of so many items. */
    static InputStream of(int items, int bytes) {
        String filling = TEXT.repeat(bytes / TEXT.length() + 1).substring(0, bytes);
        // Each differs: equal ones would be computed once.
        return new MadeLines("", items, position -> ("{\"input\":\"" + position + " " + filling + "\"}\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
