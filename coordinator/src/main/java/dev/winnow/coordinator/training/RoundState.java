package dev.winnow.coordinator.training;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a round's pieces have come to.
 *
 * @param pieces its parts, and the one that averages once all of them are over
 */
record RoundState(List<PieceState> pieces) {
    RoundState {
        pieces = List.copyOf(pieces);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    Optional<UUID> average() {
        return pieces.stream().filter(PieceState::averages).map(PieceState::id).findFirst();
    }

    boolean averageIsHere() {
        return pieces.stream().anyMatch(piece -> piece.averages() && piece.is(TrainingState.BROUGHT));
    }

    boolean partsAreOver() {
        return pieces.stream().allMatch(piece -> piece.is(TrainingState.BROUGHT) || piece.is(TrainingState.LEFT_OUT));
    }

    boolean nothingIsLeft() {
        return pieces.stream().allMatch(piece -> piece.is(TrainingState.LEFT_OUT));
    }

    Optional<RoundFailure> failed() {
        return pieces.stream()
                .filter(piece -> piece.is(TrainingState.FAILED))
                .map(PieceState::failure)
                .findFirst();
    }

    /**
     * One of them.
     *
     * @param called for people
     */
    record PieceState(
            UUID id,
            boolean averages,
            String called,
            String state,
            @Nullable String errorCode,
            @Nullable String errorMessage) {
        boolean is(TrainingState wanted) {
            return state.equals(wanted.stored());
        }

        private RoundFailure failure() {
            return new RoundFailure(
                    errorCode == null ? "piece_failed" : errorCode, "%s: %s".formatted(called, errorMessage));
        }
    }
}
