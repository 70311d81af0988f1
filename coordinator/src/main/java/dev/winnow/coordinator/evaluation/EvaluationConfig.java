package dev.winnow.coordinator.evaluation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of evaluations. */
@ConfigMapping(prefix = "winnow.evaluations")
public interface EvaluationConfig {
    /** Evaluations of a tenant that have not ended. */
    @WithDefault("20")
    int openPerTenant();

    /** Runs of an evaluation: each is a job with all its rows. */
    @WithDefault("32")
    int runs();

    /** Held-out rows that a training's adapter is scored on where its request does not say. */
    @WithDefault("200")
    int rowsAfterTraining();
}
