package dev.winnow.coordinator.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of trainings. */
@ConfigMapping(prefix = "winnow.trainings")
public interface TrainingConfig {
    /** Trainings of a tenant that have not ended. */
    @WithDefault("100")
    int openPerTenant();

    /** After so many attempts that were lost with their worker and left no new checkpoint, a training has failed. */
    @WithDefault("3")
    int fruitlessAttempts();

    /** How often a piece of a training across nodes may come to nothing through its node before the training fails. */
    @WithDefault("3")
    int pieceTries();

    /** How long a node is not given a piece again that came to nothing with it, so that others go first. */
    @WithDefault("PT2M")
    Duration spoiltPause();

    /** The largest checkpoint in bytes: the adapter and the optimizer's state. */
    @WithDefault("4294967296")
    long checkpointBytes();

    /** Checkpoints and adapters that are received at once; each lies in the temporary folder until it is whole. */
    @WithDefault("4")
    int uploads();

    /** How long a worker may pause while it sends one. */
    @WithDefault("PT1M")
    Duration uploadPatience();
}
