package dev.winnow.engine.training;

import dev.winnow.engine.torch.TorchCall;
import dev.winnow.engine.torch.TorchValue;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101) with gradients clipped by their common norm: as PyTorch has it, page
 * by page. Confined to the graph's thread.
 */
final class AdamW {
    // What PyTorch adds to a norm before it divides by it.
    private static final double NORM_EPSILON = 1e-6;

    private final TrainingGraph graph;
    private final OptimizerSettings settings;
    private final StatePages state;

    AdamW(TrainingGraph graph, OptimizerSettings settings, StatePages state) {
        this.graph = graph;
        this.settings = settings;
        this.state = state;
    }

    /** Forgets the gradients. */
    void clear() {
        graph.module().call("cleared").with(graph.gradients()).run().close();
    }

    /** The norm of all gradients; no finite number if one of them is none. */
    double norm() {
        float[] norm = new float[1];
        try (TorchValue value =
                graph.module().call("norm").with(graph.gradients()).run()) {
            value.copyTo(norm);
        }
        return norm[0];
    }

    /**
     * Moves all factors along their gradients.
     *
     * @param step from 0
     * @param rate of this step
     * @param norm of the gradients
     */
    void step(int step, double rate, double norm) {
        double clipped = Math.min(1, settings.mostNorm() / (norm + NORM_EPSILON));
        for (int page = 0; page < state.pages(); page++) {
            TorchCall call = graph.module()
                    .call("step_page")
                    .with(graph.factors())
                    .with(graph.gradients())
                    .with(state.first(page))
                    .with(state.count(page));
            state.change(page, moments -> call.with(moments)
                    .withReal(clipped)
                    .withReal(rate)
                    .withReal(settings.weightDecay())
                    .withReal(OptimizerSettings.BETA_1)
                    .withReal(OptimizerSettings.BETA_2)
                    .withReal(OptimizerSettings.EPSILON)
                    .withReal(1 - Math.pow(OptimizerSettings.BETA_1, step + 1))
                    .withReal(Math.sqrt(1 - Math.pow(OptimizerSettings.BETA_2, step + 1)))
                    .run()
                    .close());
        }
    }
}
