package dev.winnow.coordinator.dispatch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Divides free places between jobs: higher priority first; among equals, always to the job that has least out, and the
 * older one where that is equal.
 */
final class FairShare {
    private FairShare() {}

    /**
     * Says how many shards of each job go out now.
     *
     * @param jobs in order of age
     * @param places how many shards may go out
     */
    static Map<UUID, Integer> divide(List<Demand> jobs, int places) {
        Map<UUID, Integer> shares = new LinkedHashMap<>();
        for (int place = 0; place < places; place++) {
            var next = jobs.stream()
                    .filter(job -> job.waiting() > shares.getOrDefault(job.job(), 0))
                    .min(Comparator.comparingInt((Demand job) -> -job.priority())
                            .thenComparingInt(job -> job.out() + shares.getOrDefault(job.job(), 0)));
            if (next.isEmpty()) {
                break;
            }
            shares.merge(next.get().job(), 1, Integer::sum);
        }
        return shares;
    }

    /**
     * What a job could use.
     *
     * @param waiting its planned shards, counted up to the places that are free
     * @param out its shards that are dispatched or begun
     */
    record Demand(UUID job, int priority, int waiting, int out) {}
}
