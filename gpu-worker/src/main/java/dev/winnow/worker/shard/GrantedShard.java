package dev.winnow.worker.shard;

import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.broker.Delivery;
import java.util.List;

/**
 * A shard that was granted, and what is to be done now.
 *
 * @param run the shard
 * @param items what to begin
 * @param settled deliveries to ack: the shard is this worker's by the coordinator's word
 */
record GrantedShard(ShardRun run, List<WorkItem> items, List<Delivery> settled) {
    GrantedShard {
        items = List.copyOf(items);
        settled = List.copyOf(settled);
    }
}
