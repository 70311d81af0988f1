package dev.winnow.benchmarks.autoscaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Items that wait and those that are being decoded. Jobs that have items take turns, as dispatch shares alike among the
 * jobs of a tenant.
 */
final class SharedQueue {
    private final int decodeSeconds;
    private final List<Open> waiting = new ArrayList<>();
    private final Deque<Begun> decoding = new ArrayDeque<>();
    private final Waits all = new Waits();
    private final Waits ofSmall = new Waits();
    private long waitingItems;
    private long decodingItems;
    private double credit;
    private int turn;

    /** @param decodeSeconds how long an item is in its slot */
    SharedQueue(int decodeSeconds) {
        this.decodeSeconds = decodeSeconds;
    }

    void add(DayLoad.Job job) {
        waiting.add(new Open(job));
        waitingItems += job.items();
    }

    /** Begins as many items as can be begun in this second. */
    void begin(int now, double capacity) {
        while (!decoding.isEmpty() && decoding.getFirst().endsAt() <= now) {
            decodingItems -= decoding.removeFirst().items();
        }
        credit += capacity;
        long most = Math.min((long) credit, waitingItems);
        // What nobody waits for is not kept for later.
        credit = most == waitingItems ? 0 : credit - most;
        if (most > 0) {
            decoding.addLast(new Begun(now + decodeSeconds, most));
            decodingItems += most;
            waitingItems -= most;
            share(now, most);
        }
    }

    private void share(int now, long items) {
        long open = items;
        while (open > 0) {
            turn = turn >= waiting.size() ? 0 : turn;
            Open job = waiting.get(turn);
            long each = Math.max(1, open / waiting.size());
            long begins = Math.min(each, job.items);
            job.items -= begins;
            open -= begins;
            all.add(now - job.job.at(), begins);
            if (job.job.small()) {
                ofSmall.add(now - job.job.at(), begins);
            }
            if (job.items == 0) {
                waiting.remove(turn);
            } else {
                turn++;
            }
        }
    }

    /** Items that have not ended, as the coordinator counts them. */
    long open() {
        return waitingItems + decodingItems;
    }

    Waits all() {
        return all;
    }

    Waits ofSmall() {
        return ofSmall;
    }

    private static final class Open {
        private final DayLoad.Job job;
        private long items;

        Open(DayLoad.Job job) {
            this.job = job;
            this.items = job.items();
        }
    }

    private record Begun(int endsAt, long items) {}
}
