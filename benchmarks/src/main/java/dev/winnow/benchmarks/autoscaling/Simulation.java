package dev.winnow.benchmarks.autoscaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;

/**
 * A day in simulated time, second by second, until all that came in it is done.
 *
 * @param itemsASecond what one worker does
 * @param decodeSeconds how long an item is in its slot
 */
record Simulation(DayLoad load, double itemsASecond, int decodeSeconds) {
    private static final int LONGEST = 7 * DayLoad.SECONDS;

    /** What a fleet makes of it, by the sum of what is open. */
    Outcome run(Fleet fleet) {
        return run(fleet, open -> () -> open);
    }

    /**
     * What a fleet makes of it.
     *
     * @param backlog gives the fleet its source, for so many open items
     */
    Outcome run(Fleet fleet, LongFunction<Fleet.Backlog> backlog) {
        SharedQueue queue = new SharedQueue(decodeSeconds);
        Deque<DayLoad.Job> ahead = new ArrayDeque<>(load.jobs());
        for (int now = 0; now < DayLoad.SECONDS || queue.open() > 0; now++) {
            if (now == LONGEST) {
                throw new IllegalStateException("the fleet does not get through a day's load in a week");
            }
            while (!ahead.isEmpty() && ahead.getFirst().at() == now) {
                queue.add(ahead.removeFirst());
            }
            fleet.pass(now, backlog.apply(queue.open()));
            queue.begin(now, fleet.working(now) * itemsASecond);
        }
        return new Outcome(queue.all(), queue.ofSmall(), fleet.paidSeconds() / 3600.0, fleet.changes());
    }

    /**
     * What came of it.
     *
     * @param waits of all items
     * @param smallWaits of those of small jobs
     */
    record Outcome(Waits waits, Waits smallWaits, double hours, Changes changes) {}
}
