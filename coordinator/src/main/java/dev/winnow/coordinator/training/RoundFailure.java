package dev.winnow.coordinator.training;

import dev.winnow.coordinator.problem.ProblemException;

/** Why a training across nodes cannot go on. */
record RoundFailure(String code, String message) {
    static RoundFailure of(ProblemException e) {
        return new RoundFailure("adapter_not_stored", String.valueOf(e.getMessage()));
    }
}
