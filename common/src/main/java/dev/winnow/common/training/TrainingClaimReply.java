package dev.winnow.common.training;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Whether the training is the worker's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingClaimReply.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = TrainingClaimReply.Refused.class, name = "refused")
})
public sealed interface TrainingClaimReply {
    /**
     * The training is the worker's until its lease runs out.
     *
     * @param dataset the hash of its rows
     * @param plan what is asked
     * @param checkpointStep where an earlier attempt has left a checkpoint; null to begin at the beginning
     * @param task what of it this worker is to do
     */
    record Granted(
            String dataset, TrainingPlan plan, @Nullable Integer checkpointStep, TrainingTask task)
            implements TrainingClaimReply {
        public Granted {
            requireNonNull(dataset, "dataset");
            requireNonNull(plan, "plan");
            requireNonNull(task, "task");
        }
    }

    /**
     * The training is not to be run by this delivery: ack it and forget it.
     *
     * @param reason for the log
     */
    record Refused(String reason) implements TrainingClaimReply {
        public Refused {
            requireNonNull(reason, "reason");
        }
    }
}
