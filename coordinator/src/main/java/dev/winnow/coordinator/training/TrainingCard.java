package dev.winnow.coordinator.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingReport.StepLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter's card says of the training that it came from.
 *
 * @param attempts how often it was begun
 * @param seconds from when it was first begun until its adapter came
 * @param workerSeconds that workers had it, all attempts together: what it cost
 * @param nodes how several workers shared it; null where one did all
 * @param losses the curve, of long ones every n-th point
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingCard(
        UUID training,
        String dataset,
        String datasetHash,
        int trainRows,
        int heldOutRows,
        TrainingPlan plan,
        int attempts,
        double seconds,
        double workerSeconds,
        @Nullable Double evaluationBefore,
        @Nullable Double evaluationAfter,
        @Nullable Nodes nodes,
        List<StepLoss> losses) {
    private static final int POINTS = 200;

    TrainingCard {
        losses = List.copyOf(losses);
    }

    static TrainingCard of(TrainingView training, double seconds, List<StepLoss> curve) {
        int every = Math.max(1, (curve.size() + POINTS - 1) / POINTS);
        List<StepLoss> drawn = new ArrayList<>();
        Double before = null;
        Double after = null;
        for (int i = 0; i < curve.size(); i++) {
            StepLoss point = curve.get(i);
            if (point.evaluation() != null) {
                before = point.step() == 0 ? point.evaluation() : before;
                after = point.step() == 0 ? after : point.evaluation();
            }
            if (i % every == 0 || i == curve.size() - 1 || point.evaluation() != null) {
                drawn.add(point);
            }
        }
        return new TrainingCard(
                training.id(),
                training.dataset(),
                training.datasetHash(),
                training.trainRows(),
                training.heldOutRows(),
                training.plan(),
                training.attempt(),
                seconds,
                training.workerSeconds(),
                before,
                after,
                Nodes.of(training.rounds()),
                drawn);
    }

    /**
     * How several workers shared a training.
     *
     * @param nodes how many
     * @param localSteps that each took before their adapters were averaged
     * @param residuals of each round: what the mean's rank has lost of it, as a share
     */
    record Nodes(int nodes, int localSteps, String onLostPart, int rounds, List<Double> residuals) {
        Nodes {
            residuals = List.copyOf(residuals);
        }

        static @Nullable Nodes of(@Nullable RoundsView rounds) {
            return rounds == null
                    ? null
                    : new Nodes(
                            rounds.nodes(),
                            rounds.localSteps(),
                            rounds.onLostPart(),
                            rounds.rounds(),
                            rounds.residuals());
        }
    }
}
