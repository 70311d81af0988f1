package dev.winnow.benchmarks.autoscaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What comes in a day: many jobs of some dozens to hundreds of items by daylight, most of them in the morning, few at
 * night; and five batches of tens of thousands.
 *
 * @param jobs by when they come
 */
record DayLoad(List<Job> jobs) {
    static final int SECONDS = 24 * 3600;

    /** Jobs an hour, from midnight on. */
    private static final int[] HOURLY = {
        4, 2, 2, 2, 2, 4, 20, 60, 240, 400, 360, 240, 160, 200, 260, 280, 240, 160, 80, 60, 40, 24, 12, 8
    };

    private static final int LEAST_ITEMS = 20;
    private static final int MOST_ITEMS = 400;

    /** When, in minutes of the day, and how many items; each comes up to ten minutes later. */
    private static final int[][] BATCHES = {
        {2 * 60, 100_000}, {9 * 60 + 30, 20_000}, {13 * 60, 40_000}, {16 * 60 + 45, 15_000}, {20 * 60, 60_000}
    };

    DayLoad {
        jobs = List.copyOf(jobs);
    }

    /** The same for the same seed. */
    static DayLoad of(long seed) {
        Random chance = new Random(seed);
        List<Job> jobs = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            if (chance.nextDouble() < HOURLY[second / 3600] / 3600.0) {
                // Evenly spread by their logarithm: small ones are many.
                double part = chance.nextDouble();
                jobs.add(new Job(second, (int) (LEAST_ITEMS * Math.pow(MOST_ITEMS / (double) LEAST_ITEMS, part))));
            }
        }
        for (int[] batch : BATCHES) {
            jobs.add(new Job(batch[0] * 60 + chance.nextInt(600), batch[1]));
        }
        jobs.sort(Comparator.comparingInt(Job::at));
        return new DayLoad(jobs);
    }

    long items() {
        return jobs.stream().mapToLong(Job::items).sum();
    }

    /** A job. */
    record Job(int at, int items) {
        /** Whether it is one of the many. */
        boolean small() {
            return items <= MOST_ITEMS;
        }
    }
}
