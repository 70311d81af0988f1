package dev.winnow.common.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker is alive, and holds these shards. Whatever a worker does not name it does not hold.
 *
 * @param shards every shard that was claimed and is not known to be recorded, also those whose results were all sent
 * @param tokensPerSecond output tokens a second since the last heartbeat
 * @param draining the worker takes no new shards
 * @param memory what it takes of its machine; null where that is not known, and from workers of before
 */
public record Heartbeat(
        List<HeldShard> shards,
        double tokensPerSecond,
        boolean draining,
        @Nullable WorkerMemory memory) {
    public Heartbeat {
        shards = List.copyOf(shards);
        if (!(tokensPerSecond >= 0)) {
            throw new IllegalArgumentException("tokensPerSecond must not be negative, was " + tokensPerSecond);
        }
    }
}
