package dev.winnow.benchmarks.scripted;

import java.util.Random;

/**
 * How many items workers decode at once: all the same, or each its own number between two.
 *
 * @param least of a worker
 * @param most of a worker
 */
public record Slots(int least, int most) {
    public Slots {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("slots must be N or N..M with 1 <= N <= M, were " + least + ".." + most);
        }
    }

    /** Reads {@code N} or {@code N..M}. */
    public static Slots parse(String text) {
        int dots = text.indexOf("..");
        return dots < 0
                ? new Slots(Integer.parseInt(text), Integer.parseInt(text))
                : new Slots(Integer.parseInt(text.substring(0, dots)), Integer.parseInt(text.substring(dots + 2)));
    }

    /** The slots of the worker with that name, the same in each run. */
    public int of(String worker) {
        return least + new Random(worker.hashCode()).nextInt(most - least + 1);
    }

    @Override
    public String toString() {
        return least == most ? String.valueOf(least) : least + ".." + most;
    }
}
