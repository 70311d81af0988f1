package dev.winnow.coordinator.dispatch;

import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ShardAttempt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shard on its way to the broker.
 *
 * @param shard which shard, and which try at it
 * @param job its job
 * @param jobItems how many items the job has
 * @param request where in a trace the job was submitted, or null
 * @param body the message; not copied, nobody changes it
 */
record OutgoingShard(
        ShardAttempt shard,
        UUID job,
        int jobItems,
        @Nullable TraceParent request,
        @SuppressWarnings("ArrayRecordComponent") byte[] body) {}
