package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * A shard to extract: items of one job that one worker takes together. It may be begun only after a granted claim.
 *
 * @param shard which shard, and which try at it
 * @param job the job it belongs to
 * @param task what is asked of every item
 * @param suspect an earlier attempt was lost with its worker: run it alone
 * @param items at least one; positions are unique
 */
public record ShardWork(ShardAttempt shard, UUID job, ExtractionTask task, boolean suspect, List<WorkItem> items)
        implements WorkMessage {
    public ShardWork {
        requireNonNull(shard, "shard");
        requireNonNull(job, "job");
        requireNonNull(task, "task");
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("items must not be empty");
        }
        if (items.stream().map(WorkItem::position).distinct().count() != items.size()) {
            throw new IllegalArgumentException("items must have distinct positions");
        }
    }
}
