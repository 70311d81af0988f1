package dev.winnow.benchmarks.scripted;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** Items that say how long each takes, by a log-normal law, as lengths of outputs are. */
public final class ScriptedDocuments {
    private static final double SPREAD = 0.6;

    private ScriptedDocuments() {}

    /**
     * A submission of so many items.
     *
     * @param mean of an item's time in its slot; zero for items that are answered at once
     * @param seed of their lengths, and part of their text, so that no two are the same
     */
    public static InputStream of(int items, Duration mean, long seed) {
        Random chance = new Random(seed);
        return new MadeLines("", items, position -> ("{\"input\":\"" + script(mean, chance)
                        + "Lake cruise, 14 June 2026, CHF " + position + ". " + Long.toHexString(chance.nextLong())
                        + "\"}\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String script(Duration mean, Random chance) {
        if (mean.isZero()) {
            return "";
        }
        double millis = mean.toMillis() * Math.exp(SPREAD * chance.nextGaussian() - SPREAD * SPREAD / 2);
        return "@sleep " + Math.round(millis) + " ";
    }
}
