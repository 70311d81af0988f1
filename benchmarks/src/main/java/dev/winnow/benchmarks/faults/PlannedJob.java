package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.scripted.ScriptedModel;
import dev.winnow.common.result.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A job that a client submits: what it says and what must come of it.
 *
 * @param key the Idempotency-Key of all its submissions
 * @param items in order
 * @param control what the client does to it after it was acknowledged
 * @param controlAfter how long after; a pause lasts as long again
 */
record PlannedJob(String key, List<Item> items, Control control, Duration controlAfter) {
    /** Far above what an item of the script takes, far below the run's length: a hang must show. */
    static final int ITEM_SECONDS = 5;

    private static final String OPTIONS = """
            {"options":{"model":"%s","item_seconds":%d,"schema":{"type":"object","properties":\
            {"length":{"type":"integer"},"hash":{"type":"integer"}},"required":["length","hash"],\
            "additionalProperties":false}}}
            """;

    private static final int[] SIZES = {1, 1, 5, 20, 60, 150};
    private static final int MOST_MILLIS = 250;
    private static final int ONE_POISONED_OF = 12;
    private static final int ONE_TWIN_OF = 20;
    private static final int ONE_PAUSED_OF = 10;
    private static final int ONE_CANCELLED_OF = 15;
    private static final int ONE_RETRIED_OF = 4;
    private static final int MOST_CONTROL_MILLIS = 5_000;

    PlannedJob {
        items = List.copyOf(items);
    }

    /** The job of that number of a run; a pure function. */
    static PlannedJob of(long seed, int number) {
        SplittableRandom chance = new SplittableRandom(seed * 1_000_003 + number);
        int size = SIZES[chance.nextInt(SIZES.length)];
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String input = i > 0 && chance.nextInt(ONE_TWIN_OF) == 0
                    ? items.get(chance.nextInt(i)).input()
                    : "@sleep %d job %d item %d, CHF %d"
                            .formatted(chance.nextInt(MOST_MILLIS), number, i, chance.nextInt(1_000));
            items.add(new Item("i" + i, input, null));
        }
        boolean poisoned = chance.nextInt(ONE_POISONED_OF) == 0;
        if (poisoned) {
            poison(chance, number, items);
        }
        return new PlannedJob(
                "faults-" + seed + "-" + number,
                items,
                control(chance, poisoned),
                Duration.ofMillis(chance.nextInt(MOST_CONTROL_MILLIS)));
    }

    private static Control control(SplittableRandom chance, boolean poisoned) {
        if (chance.nextInt(ONE_CANCELLED_OF) == 0) {
            return Control.CANCEL;
        }
        if (poisoned) {
            return chance.nextInt(ONE_RETRIED_OF) == 0 ? Control.RETRY : Control.NONE;
        }
        return chance.nextInt(ONE_PAUSED_OF) == 0 ? Control.PAUSE : Control.NONE;
    }

    private static void poison(SplittableRandom chance, int number, List<Item> items) {
        int place = chance.nextInt(items.size());
        boolean crashes = chance.nextBoolean();
        items.set(
                place,
                new Item(
                        "i" + place,
                        (crashes ? "@crash" : "@hang") + " planted in job " + number,
                        crashes ? ErrorCode.WORKER_LOST : ErrorCode.TIME_LIMIT));
    }

    /** Whether it may end cancelled, with some of its items unanswered. */
    boolean mayBeCancelled() {
        return control == Control.CANCEL;
    }

    /** How many must fail. */
    int poisoned() {
        return (int) items.stream().filter(item -> item.failsWith() != null).count();
    }

    /** What is sent. */
    String ndjson() {
        StringBuilder lines = new StringBuilder(OPTIONS.formatted(ScriptedModel.POOL.model(), ITEM_SECONDS));
        for (Item item : items) {
            lines.append("{\"id\":\"%s\",\"input\":\"%s\"}%n".formatted(item.id(), item.input()));
        }
        return lines.toString();
    }

    /**
     * An item and its expected end.
     *
     * @param failsWith the error of planted poison, null for all others
     */
    record Item(String id, String input, @Nullable ErrorCode failsWith) {}
}
