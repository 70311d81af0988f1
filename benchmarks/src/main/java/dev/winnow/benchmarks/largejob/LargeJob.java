package dev.winnow.benchmarks.largejob;

import dev.winnow.benchmarks.scripted.MadeLines;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Many small items. The first ones are answered at once, so that there are soon many results; the others take their
 * time, so that the job runs on while it is looked at. Some fail.
 *
 * @param name what it is called
 * @param items how many
 * @param atOnce how many of them are answered at once
 * @param pause how long each of the others takes
 */
record LargeJob(String name, int items, int atOnce, Duration pause) {
    private static final int FAILING = 100;

    LargeJob {
        if (items < 1 || atOnce < 0 || atOnce > items) {
            throw new IllegalArgumentException(
                    "of %d items, at least one, %d cannot be answered at once".formatted(items, atOnce));
        }
    }

    /** All of it, made while it is read. */
    InputStream body() {
        return new MadeLines(",\"name\":\"%s\"".formatted(name), items, position -> ("{\"id\":\"cruise-" + position
                        + "\",\"input\":\"" + script(position) + "Lake cruise, 14 June 2026, CHF " + position
                        + ".\"}\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private String script(int position) {
        if (position % FAILING == FAILING - 1) {
            return "@fail ";
        }
        return position < atOnce ? "" : "@sleep " + pause.toMillis() + " ";
    }
}
