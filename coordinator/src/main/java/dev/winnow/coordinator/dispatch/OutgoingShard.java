package dev.winnow.coordinator.dispatch;

import dev.winnow.common.work.ShardAttempt;

/**
 * A shard on its way to the broker.
 *
 * @param shard which shard, and which try at it
 * @param body the message; not copied, nobody changes it
 */
record OutgoingShard(
        ShardAttempt shard,
        @SuppressWarnings("ArrayRecordComponent") byte[] body) {}
