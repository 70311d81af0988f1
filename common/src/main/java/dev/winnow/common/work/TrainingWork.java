package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

/**
 * A training that waits. All that is to be known of it comes with the claim: it may have changed by then.
 *
 * @param attempt which training, and which try at it
 */
public record TrainingWork(TrainingAttempt attempt) implements WorkMessage {
    private static final String QUEUE = "winnow.train.";

    public TrainingWork {
        requireNonNull(attempt, "attempt");
    }

    /**
     * The durable queue that the workers share which train adapters for a model. What they serve it with does not
     * matter: the base is read from the model's files in the form that the training asks for.
     */
    public static String queue(String model) {
        return QUEUE + model;
    }
}
