package dev.winnow.benchmarks.agreement;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.generation.LoopSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to come to the same outputs.
 *
 * @param name for people
 * @param slots rows that decode at once
 * @param settings of the loop
 * @param companions whether rows of other adapters, or of the base model, run among them
 */
record Way(String name, int slots, LoopSettings settings, boolean companions) {
    private static final LoopSettings USUAL = LoopSettings.DEFAULT;

    /** What defines the outputs: alone, every prompt computed whole, one token a step. */
    static final Way REFERENCE = new Way("reference", 1, USUAL.reference(), false);

    Way {
        requireNonNull(name, "name");
        requireNonNull(settings, "settings");
    }

    /**
     * All others.
     *
     * @param companions whether there are other adapters to run beside
     */
    static List<Way> others(int slots, boolean companions) {
        String batch = "batch of " + slots;
        List<Way> ways = new ArrayList<>(List.of(
                new Way("alone, all that saves steps", 1, USUAL, false),
                new Way(batch, slots, only(false, 0, false), false),
                new Way(batch + ", jump-forward", slots, only(true, 0, false), false),
                new Way(batch + ", lookup", slots, only(false, LoopSettings.MOST_DRAFT_TOKENS, false), false),
                new Way(batch + ", prefix sharing", slots, only(false, 0, true), false),
                new Way(batch + ", all of these", slots, USUAL, false)));
        if (companions) {
            ways.add(new Way(batch + ", all of these, other adapters beside", slots, USUAL, true));
        }
        return ways;
    }

    private static LoopSettings only(boolean jumpForward, int draftTokens, boolean sharePrefixes) {
        return new LoopSettings(USUAL.mostWaiting(), USUAL.nanos(), jumpForward, draftTokens, sharePrefixes);
    }
}
