package dev.winnow.coordinator.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.common.training.TrainingProgress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a training across nodes goes. Rounds and parts are counted from 1.
 *
 * @param nodes how many parts a round has
 * @param localSteps that each part takes before they are averaged
 * @param onLostPart {@code redo} or {@code leave_out}
 * @param round the one that is under way, or was the last
 * @param rounds how many there are
 * @param residuals of each round that is averaged: what the mean's rank has lost of it, as a share
 * @param pieces of the round under way
 * @param refusals pieces that came to nothing through their node
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RoundsView(
        int nodes,
        int localSteps,
        String onLostPart,
        int round,
        int rounds,
        List<Double> residuals,
        List<PieceView> pieces,
        List<RefusalView> refusals) {
    RoundsView {
        residuals = List.copyOf(residuals);
        pieces = List.copyOf(pieces);
        refusals = List.copyOf(refusals);
    }

    /**
     * A piece of a round.
     *
     * @param part null for the one that averages
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PieceView(
            @Nullable Integer part,
            String state,
            int attempt,
            @Nullable String worker,
            @Nullable TrainingProgress progress) {}

    /**
     * A piece that came to nothing.
     *
     * @param part null for the one that averages
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefusalView(
            int round, @Nullable Integer part, @Nullable String worker, String code, String reason, Instant at) {}
}
