package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.ShardAttempt;

/** What a worker asks when it is about to begin a shard. A claim is for one attempt, by the incarnation in the path. */
public record Claim(ShardAttempt shard) {
    public Claim {
        requireNonNull(shard, "shard");
    }
}
