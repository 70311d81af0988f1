package dev.winnow.benchmarks.autoscaling;

import java.util.ArrayList;
import java.util.List;

/** How a fleet was scaled. */
final class Changes {
    // Whoever is sent away and called again so soon was sent away in vain.
    private static final int SOON = 600;

    private final List<Change> all = new ArrayList<>();

    void add(int now, int from, int to) {
        all.add(new Change(now, from, to));
    }

    int count() {
        return all.size();
    }

    /** How often it grew again within ten minutes after it had shrunk. */
    int flaps() {
        int flaps = 0;
        for (int i = 1; i < all.size(); i++) {
            Change last = all.get(i - 1);
            Change next = all.get(i);
            if (last.to() < last.from() && next.to() > next.from() && next.at() - last.at() <= SOON) {
                flaps++;
            }
        }
        return flaps;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Changes changes && changes.all.equals(all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    private record Change(int at, int from, int to) {}
}
