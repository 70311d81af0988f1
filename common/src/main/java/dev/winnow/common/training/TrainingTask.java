package dev.winnow.common.training;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of a training a worker is to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingTask.Whole.class, name = "whole"),
    @JsonSubTypes.Type(value = TrainingTask.Part.class, name = "part"),
    @JsonSubTypes.Type(value = TrainingTask.Average.class, name = "average")
})
public sealed interface TrainingTask {
    /** All of it. */
    record Whole() implements TrainingTask {}

    /**
     * Some of its steps in one round.
     *
     * @param portion which
     * @param from the adapter to begin with; null for the first factors, which hang on the seed alone
     */
    record Part(Portion portion, @Nullable Input from) implements TrainingTask {
        public Part {
            requireNonNull(portion, "portion");
        }
    }

    /**
     * The mean of what came out of a round's parts.
     *
     * @param portion the round's, of its first part
     * @param inputs in the order of the parts, at least one
     */
    record Average(Portion portion, List<Input> inputs) implements TrainingTask {
        public Average {
            requireNonNull(portion, "portion");
            inputs = List.copyOf(inputs);
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("inputs must name at least one part");
            }
        }
    }

    /**
     * An adapter that another worker has brought, which the coordinator keeps until the training is over.
     *
     * @param piece what it came out of
     * @param hash of its files
     * @param tokens that were learned for it: what it counts in a mean
     */
    record Input(UUID piece, String hash, long tokens) {
        public Input {
            requireNonNull(piece, "piece");
            requireNonNull(hash, "hash");
        }
    }
}
