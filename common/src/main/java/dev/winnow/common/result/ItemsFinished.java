package dev.winnow.common.result;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.ShardAttempt;
import java.util.List;
import java.util.UUID;

/**
 * Some items of a shard have ended, well or badly. A shard's items may come in several messages, in any order.
 *
 * @param shard the attempt that produced them
 * @param job the job they belong to
 * @param incarnation the life of the worker that did the work
 * @param items at least one
 */
public record ItemsFinished(ShardAttempt shard, UUID job, UUID incarnation, List<ItemResult> items)
        implements ResultMessage {
    public ItemsFinished {
        requireNonNull(shard, "shard");
        requireNonNull(job, "job");
        requireNonNull(incarnation, "incarnation");
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("items must not be empty");
        }
    }
}
