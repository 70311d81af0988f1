package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Whether the shard is the worker's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClaimReply.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = ClaimReply.Refused.class, name = "refused")
})
public sealed interface ClaimReply {
    /**
     * The shard is the worker's until its lease runs out.
     *
     * @param recorded positions of items that already have a result: skip them
     */
    record Granted(List<Integer> recorded) implements ClaimReply {
        public Granted {
            recorded = List.copyOf(recorded);
        }
    }

    /**
     * The shard is not to be run by this delivery: ack it and forget it.
     *
     * @param reason for the log
     */
    record Refused(String reason) implements ClaimReply {
        public Refused {
            requireNonNull(reason, "reason");
        }
    }
}
