package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.ShardAttempt;
import java.util.List;

/**
 * A shard in a worker's hands.
 *
 * @param shard the claimed attempt
 * @param begun positions of the items that are being decoded now: the evidence if this worker is lost
 */
public record HeldShard(ShardAttempt shard, List<Integer> begun) {
    public HeldShard {
        requireNonNull(shard, "shard");
        begun = List.copyOf(begun);
    }
}
