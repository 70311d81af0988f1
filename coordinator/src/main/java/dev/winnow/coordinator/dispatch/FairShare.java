package dev.winnow.coordinator.dispatch;

import dev.winnow.coordinator.limits.InFlight.Allowance;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Divides the room that a pool has between jobs. Higher priority first. Among equals, tenants share by their weights,
 * and the jobs of a tenant alike: the next shard is always that of the tenant, then of the job, which has least work
 * out. Work is counted in tokens, since shards differ in size, so that a small job beside a huge one gets every other
 * place until it is done. A tenant that has all the shards in flight that it may have is passed over, and the others
 * have its places.
 */
final class FairShare {
    private final Map<String, Integer> weights;
    private final Allowance allowance;
    private final Map<String, Double> tenantTokens = new HashMap<>();
    private final Map<UUID, Long> jobTokens = new HashMap<>();
    private final Map<String, Integer> tenantShares = new HashMap<>();
    private final Map<UUID, Integer> shares = new LinkedHashMap<>();

    private FairShare(List<Demand> jobs, Map<String, Integer> weights, Allowance allowance) {
        this.weights = weights;
        this.allowance = allowance;
        for (Demand job : jobs) {
            addTokens(job, job.outTokens());
        }
    }

    /**
     * Says how many shards of each job go out now.
     *
     * @param jobs in order of age, which decides where all else is equal
     * @param room what may go out
     * @param most shards of all jobs together
     * @param weights of tenants; 1 for one that is not named
     * @param allowance shards that each tenant may have more
     */
    static Map<UUID, Integer> divide(
            List<Demand> jobs, Room room, int most, Map<String, Integer> weights, Allowance allowance) {
        FairShare share = new FairShare(jobs, weights, allowance);
        Room left = room;
        Optional<Demand> next = share.next(jobs);
        for (int taken = 0; taken < most && left.isFree() && next.isPresent(); taken++) {
            left = left.without(share.take(next.get()));
            next = share.next(jobs);
        }
        return share.shares;
    }

    private Optional<Demand> next(List<Demand> jobs) {
        return jobs.stream()
                .filter(job -> job.waiting() > shares.getOrDefault(job.job(), 0))
                .filter(job -> allowance.of(job.tenant()) > tenantShares.getOrDefault(job.tenant(), 0))
                .min(Comparator.comparingInt((Demand job) -> -job.priority())
                        .thenComparingDouble(job -> tenantTokens.getOrDefault(job.tenant(), 0.0))
                        .thenComparingLong(job -> jobTokens.getOrDefault(job.job(), 0L)));
    }

    private int take(Demand job) {
        shares.merge(job.job(), 1, Integer::sum);
        tenantShares.merge(job.tenant(), 1, Integer::sum);
        addTokens(job, job.shardTokens());
        return job.shardItems();
    }

    private void addTokens(Demand job, long tokens) {
        jobTokens.merge(job.job(), tokens, Long::sum);
        tenantTokens.merge(job.tenant(), (double) tokens / weights.getOrDefault(job.tenant(), 1), Double::sum);
    }

    /**
     * What a job could use.
     *
     * @param waiting its planned shards, as far as they were counted
     * @param shardTokens tokens of one of them, on average
     * @param shardItems items of one of them, on average
     * @param outTokens of its shards that are dispatched or begun
     */
    record Demand(
            UUID job, String tenant, int priority, int waiting, long shardTokens, int shardItems, long outTokens) {}

    /**
     * What a pool can still take: a shard goes out while either is above zero.
     *
     * @param shards that may wait: each worker holds some ready to begin
     * @param items that may wait: as many as would fill the slots once more
     */
    record Room(int shards, int items) {
        boolean isFree() {
            return shards > 0 || items > 0;
        }

        Room without(int shardItems) {
            return new Room(shards - 1, items - Math.max(1, shardItems));
        }
    }
}
