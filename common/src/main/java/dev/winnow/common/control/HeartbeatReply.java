package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.common.work.ShardAttempt;
import java.util.List;

/**
 * What the coordinator makes of each held shard.
 *
 * @param known false: the coordinator does not know this incarnation any more; register again
 * @param verdicts one for each shard of the heartbeat
 * @param drain finish or return what is held, and take no more
 * @param behind results wait long before they are recorded: what the broker has confirmed is not missing, it waits
 */
public record HeartbeatReply(boolean known, List<ShardVerdict> verdicts, boolean drain, boolean behind) {
    public HeartbeatReply {
        verdicts = List.copyOf(verdicts);
    }

    /** One held shard, judged. */
    public record ShardVerdict(ShardAttempt shard, Verdict verdict) {
        public ShardVerdict {
            requireNonNull(shard, "shard");
            requireNonNull(verdict, "verdict");
        }
    }

    /** What to do with a held shard. */
    public enum Verdict {
        /** The lease was extended: go on, and send again what was not recorded. */
        @JsonProperty("continue")
        CONTINUE,
        /** Every item has its result in the database: forget the shard and its results. */
        @JsonProperty("recorded")
        RECORDED,
        /** Cancelled, or no longer this worker's: stop, and send only what is finished already. */
        @JsonProperty("stop")
        STOP
    }
}
