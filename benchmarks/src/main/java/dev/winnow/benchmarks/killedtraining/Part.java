package dev.winnow.benchmarks.killedtraining;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * What one worker trains: a part of a round, or all of a training that is not shared.
 *
 * @param round from 0
 * @param part from 0
 * @param attempt how often it was begun, and lost but for the last
 * @param checkpointStep the step that its last checkpoint came after; 0 without one
 * @param uploads checkpoints and results that have come, of all attempts together
 * @param worker who has it, or had it last; empty if nobody had
 */
record Part(UUID id, int round, int part, String state, int attempt, int checkpointStep, int uploads, String worker) {
    Part {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(worker, "worker");
    }

    /** Whether its worker is in the midst of it: half is in a checkpoint, and a step at least is not. */
    boolean inTheMiddle(int steps) {
        return state.equals("running")
                && attempt == 1
                && checkpointStep > 0
                && 2 * checkpointStep >= steps
                && checkpointStep < steps;
    }

    /** Whether another one has gone on with it since. */
    boolean goesOnSince(Part before) {
        return id.equals(before.id) && attempt > before.attempt && !worker.equals(before.worker) && isClaimed();
    }

    private boolean isClaimed() {
        return !state.equals("queued") && !state.equals("dispatched");
    }

    @Override
    public String toString() {
        return "round %d, part %d".formatted(round + 1, part + 1);
    }
}
