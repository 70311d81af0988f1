package dev.winnow.benchmarks.killedtraining;

import picocli.CommandLine.Option;

/** How long the trainings are. */
final class Shape {
    /** Rows of a step. */
    static final int BATCH = 1;

    @Option(names = "--nodes", description = "Parts of a round, in the training that is shared", defaultValue = "2")
    private int nodes;

    @Option(names = "--local-steps", description = "Steps of each part", defaultValue = "4")
    private int localSteps;

    @Option(names = "--rounds", description = "In each of which a worker is killed", defaultValue = "2")
    private int rounds;

    int nodes() {
        return nodes;
    }

    int localSteps() {
        return localSteps;
    }

    int rounds() {
        return rounds;
    }

    /** Of all parts together. */
    int steps() {
        return nodes * localSteps * rounds;
    }

    int rows() {
        return BATCH * steps();
    }
}
