package dev.winnow.worker.shard;

import dev.winnow.common.work.ShardWork;

/**
 * An item that is being decoded.
 *
 * @param work its shard
 * @param position its place in the job
 */
public record BegunItem(ShardWork work, int position) {}
