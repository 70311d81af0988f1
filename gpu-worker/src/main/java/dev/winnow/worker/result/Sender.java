package dev.winnow.worker.result;

import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ShardAttempt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * In whose name results are sent.
 *
 * @param trace where in a trace the attempt belongs, or null
 */
public record Sender(ShardAttempt shard, UUID job, @Nullable TraceParent trace) {}
