package dev.winnow.coordinator.training;

import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.coordinator.request.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many workers are to share a training.
 *
 * @param nodes from 2
 * @param localSteps of each in a round
 * @param leaveOut whether a part that is lost with its node is left out of the mean
 */
record NodesRequest(int nodes, int localSteps, boolean leaveOut) {
    static final int MOST_NODES = 64;
    static final int USUAL_LOCAL_STEPS = 20;

    private static final int MOST_LOCAL_STEPS = 1_000_000;
    private static final int MOST_ROUNDS = 10_000;
    private static final Map<String, Boolean> LEAVES_OUT = Map.of("redo", false, "leave_out", true);

    /** What a request says; null if one worker is to do all of it. */
    static @Nullable NodesRequest read(Fields given) {
        Integer nodes = given.whole("nodes", 1, MOST_NODES);
        Integer localSteps = given.whole("local_steps", 1, MOST_LOCAL_STEPS);
        String onLostPart = given.text("on_lost_part");
        if (nodes == null || nodes == 1) {
            for (String field : new String[] {"local_steps", "on_lost_part"}) {
                if (given.has(field)) {
                    throw given.refused(
                            field,
                            "%s is for a training that several nodes share".formatted(field),
                            "set nodes to 2 or more, or leave it out");
                }
            }
            return null;
        }
        Boolean leaveOut = LEAVES_OUT.get(onLostPart == null ? "redo" : onLostPart);
        if (leaveOut == null) {
            throw given.refused(
                    "on_lost_part", "on_lost_part is '%s'".formatted(onLostPart), "choose redo or leave_out");
        }
        return new NodesRequest(nodes, localSteps == null ? USUAL_LOCAL_STEPS : localSteps, leaveOut);
    }

    /** Refuses more nodes than there are steps, and rounds without end. */
    void requireSteps(TrainingPlan plan, int rows) {
        long steps = plan.steps(rows);
        if (nodes > steps) {
            throw TrainingRequest.refused(
                    "nodes",
                    "nodes is %d, but %d rows make %d steps".formatted(nodes, rows, steps),
                    "take at most as many nodes as steps; a smaller batch or more epochs make more");
        }
        int rounds = new Portion(nodes, localSteps, 0, 0).rounds(Math.toIntExact(Math.min(steps, Integer.MAX_VALUE)));
        if (rounds > MOST_ROUNDS) {
            throw TrainingRequest.refused(
                    "local_steps",
                    "%d steps of %d nodes in turns of %d make %d rounds, at most %d can be"
                            .formatted(steps, nodes, localSteps, rounds, MOST_ROUNDS),
                    "take more local_steps");
        }
    }
}
