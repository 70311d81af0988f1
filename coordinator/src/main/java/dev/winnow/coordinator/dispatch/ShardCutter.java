package dev.winnow.coordinator.dispatch;

import dev.winnow.common.wire.SizeLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts items into shards. A shard should keep a worker busy for a few seconds: shorter, and claiming and recording cost
 * more than the work; longer, and the last worker of a job works alone. How many items that is depends on model and
 * documents, so it follows the rate at which the job's items were finished so far.
 *
 * @param items the most items of a shard
 * @param tokens the most tokens, input and output, by estimate; an item larger than this is a shard of its own
 */
record ShardCutter(int items, int tokens) {
    // A character can become six when it is escaped as JSON; the message must stay within its limit.
    private static final int MOST_BYTES = SizeLimits.MESSAGE_BYTES / 8;
    private static final int SHARDS_OF_WORKER = 2;

    /**
     * Cuts as is right for a job by now.
     *
     * @param itemsPerSecond of the whole job; 0 when nothing is known yet
     * @param workers that share the job
     * @param itemsLeft of the job, not cut yet
     */
    static ShardCutter of(DispatchConfig config, double itemsPerSecond, int workers, int itemsLeft) {
        int sharing = Math.max(1, workers);
        double secondsWorth = itemsPerSecond / sharing * config.shardTime().toMillis() / 1000;
        // Whatever the rate says: each worker is to get something, and the end of a job is to be shared.
        int share = itemsLeft / (sharing * SHARDS_OF_WORKER);
        int items = (int) Math.max(
                Math.min(config.shardItems(), SizeLimits.SHARD_ITEMS),
                Math.min(Math.min(secondsWorth, share), SizeLimits.SHARD_ITEMS));
        // Tokens grow alike: a worker that finishes more items in the time gets through more tokens.
        long tokens = (long) config.shardTokens() * items / Math.max(1, config.shardItems());
        return new ShardCutter(items, (int) Math.max(config.shardTokens(), Math.min(tokens, Integer.MAX_VALUE / 2)));
    }

    /** Cuts a page of items, in the order in which their batches are dense: alike prompts together, then by length. */
    List<Cut> cut(List<SizedItem> page, ItemCost cost) {
        List<SizedItem> sized = page.stream().sorted(SizedItem.DENSE).toList();
        List<Cut> cuts = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        long sum = 0;
        long bytes = 0;
        for (SizedItem item : sized) {
            long itemTokens = cost.tokens(item.bytes());
            boolean full = positions.size() >= items || sum + itemTokens > tokens || bytes + item.bytes() > MOST_BYTES;
            if (full && !positions.isEmpty()) {
                cuts.add(new Cut(List.copyOf(positions), (int) sum));
                positions.clear();
                sum = 0;
                bytes = 0;
            }
            positions.add(item.position());
            sum += itemTokens;
            bytes += item.bytes();
        }
        if (!positions.isEmpty()) {
            cuts.add(new Cut(List.copyOf(positions), (int) sum));
        }
        return cuts;
    }

    /**
     * An item and its size.
     *
     * @param prefix the same for items whose prompts begin alike
     */
    record SizedItem(int position, int bytes, int prefix) {
        private static final Comparator<SizedItem> DENSE = Comparator.comparingInt(SizedItem::prefix)
                .thenComparingInt(SizedItem::bytes)
                .thenComparingInt(SizedItem::position);
    }

    /** The items of one shard to be. */
    record Cut(List<Integer> positions, int tokens) {}
}
