package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.ShardAttempt;

/**
 * A worker gives a claimed shard back unfinished, without blame; its finished items were sent before.
 *
 * @param shard the claimed attempt
 * @param reason for the log and the dashboard: {@code drain}, {@code preempted}
 */
public record ShardReturn(ShardAttempt shard, String reason) {
    public ShardReturn {
        requireNonNull(shard, "shard");
        requireNonNull(reason, "reason");
    }
}
