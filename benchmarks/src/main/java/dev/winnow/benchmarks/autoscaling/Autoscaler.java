package dev.winnow.benchmarks.autoscaling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Kubernetes' HorizontalPodAutoscaler for one external metric with a target a pod, as its controller does it:
 * tolerance, stabilization, policies. It never goes to none.
 */
final class Autoscaler {
    /** How often it looks, in seconds. */
    static final int EVERY = 15;

    private static final double TOLERANCE = 0.1;

    private final ScalingSettings settings;
    private final Deque<Recommendation> recommendations = new ArrayDeque<>();
    private final Deque<Change> changes = new ArrayDeque<>();

    Autoscaler(ScalingSettings settings) {
        this.settings = settings;
    }

    /** How many replicas there should be now. */
    int look(int now, int replicas, long backlog) {
        int wanted = Math.min(settings.most(), Math.max(least(), proportional(replicas, backlog)));
        int stabilized = stabilized(now, replicas, wanted);
        int next = stabilized > replicas ? up(now, replicas, stabilized) : down(now, replicas, stabilized);
        if (next != replicas) {
            changes.addLast(new Change(now, next - replicas));
        }
        return next;
    }

    private int least() {
        return Math.max(1, settings.least());
    }

    private int proportional(int replicas, long backlog) {
        double ratio = backlog / ((double) settings.target() * replicas);
        return Math.abs(ratio - 1) <= TOLERANCE ? replicas : (int) Math.ceil(backlog / (double) settings.target());
    }

    private int stabilized(int now, int replicas, int wanted) {
        int lowest = wanted;
        int highest = wanted;
        for (Recommendation earlier : recommendations) {
            if (earlier.at() > now - settings.up().stabilizationSeconds()) {
                lowest = Math.min(lowest, earlier.replicas());
            }
            if (earlier.at() > now - settings.down().stabilizationSeconds()) {
                highest = Math.max(highest, earlier.replicas());
            }
        }
        recommendations.addLast(new Recommendation(now, wanted));
        int longest =
                Math.max(settings.up().stabilizationSeconds(), settings.down().stabilizationSeconds());
        while (recommendations.getFirst().at() <= now - longest && recommendations.size() > 1) {
            recommendations.removeFirst();
        }
        return Math.min(highest, Math.max(lowest, replicas));
    }

    private int up(int now, int replicas, int wanted) {
        int limit = settings.up().policies().stream()
                .mapToInt(policy -> policy.most(before(now, replicas, policy.periodSeconds())))
                .max()
                .orElseThrow();
        return Math.min(wanted, Math.max(replicas, limit));
    }

    private int down(int now, int replicas, int wanted) {
        int limit = settings.down().policies().stream()
                .mapToInt(policy -> policy.fewest(before(now, replicas, policy.periodSeconds())))
                .min()
                .orElseThrow();
        return Math.max(wanted, Math.max(least(), Math.min(replicas, limit)));
    }

    /** How many there were at the beginning of the period that ends now. */
    private int before(int now, int replicas, int period) {
        return replicas
                - changes.stream()
                        .filter(change -> change.at() > now - period)
                        .mapToInt(Change::by)
                        .sum();
    }

    private record Recommendation(int at, int replicas) {}

    private record Change(int at, int by) {}
}
