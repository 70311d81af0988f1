package dev.winnow.engine.training;

import static dev.winnow.engine.training.TinyTraining.SETTINGS;
import static dev.winnow.engine.training.TinyTraining.examples;
import static dev.winnow.engine.training.TinyTraining.graph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.training.OptimizerSettings.Decay;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerTest {
    @TempDir
    private Path folder;

    @Test
    void steps_are_those_of_adamw_in_double_precision() {
        OptimizerSettings settings = new OptimizerSettings(1e-2, 0, Decay.CONSTANT, 0.1, 0.5);
        try (TrainingGraph graph = graph(TinyModel.LLAMA, SETTINGS, 0)) {
            int values = (int) graph.layout().values();
            double[] expected = doubles(graph.read(graph.factors(), 0, values));
            double[] means = new double[values];
            double[] squares = new double[values];
            try (StatePages state = new StatePages(graph.module(), values, Long.MAX_VALUE, folder)) {
                AdamW optimizer = new AdamW(graph, settings, state);
                for (int step = 0; step < 3; step++) {
                    optimizer.clear();
                    graph.learn(new Pack(examples(1 + step)), 1, 0);
                    double[] gradients = doubles(graph.read(graph.gradients(), 0, values));
                    double norm = optimizer.norm();
                    assertThat(norm)
                            .isCloseTo(norm(gradients), within(1e-5 * norm))
                            .isGreaterThan(settings.mostNorm());
                    optimizer.step(step, settings.rate(step, 3), norm);
                    step(settings, step, expected, gradients, means, squares);
                }
            }
            float[] found = graph.read(graph.factors(), 0, values);
            for (int i = 0; i < values; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
            }
        }
    }

    private static void step(
            OptimizerSettings settings,
            int step,
            double[] factors,
            double[] gradients,
            double[] means,
            double[] squares) {
        double clipped = settings.mostNorm() / norm(gradients);
        for (int i = 0; i < factors.length; i++) {
            double gradient = gradients[i] * clipped;
            means[i] = 0.9 * means[i] + 0.1 * gradient;
            squares[i] = 0.999 * squares[i] + 0.001 * gradient * gradient;
            factors[i] *= 1 - settings.rate() * settings.weightDecay();
            double mean = means[i] / (1 - Math.pow(0.9, step + 1));
            double root = Math.sqrt(squares[i] / (1 - Math.pow(0.999, step + 1)));
            factors[i] -= settings.rate() * mean / (root + 1e-8);
        }
    }

    private static double norm(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void rate_rises_in_the_warm_up_and_then_falls_as_it_is_told() {
        assertThat(rates(Decay.LINEAR)).containsExactly(0.25, 0.5, 0.75, 1.0, 1.0, 0.75, 0.5, 0.25);
        assertThat(rates(Decay.CONSTANT)).containsExactly(0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0);
        assertThat(rates(Decay.COSINE).get(6)).isCloseTo(0.5, within(1e-12));
        assertThat(rates(Decay.COSINE).get(7)).isCloseTo(0.5 - Math.sqrt(0.125), within(1e-12));
    }

    private static List<Double> rates(Decay decay) {
        OptimizerSettings settings = new OptimizerSettings(1, 4, decay, 0, 1);
        return IntStream.range(0, 8).mapToObj(step -> settings.rate(step, 8)).toList();
    }

    @Test
    void each_epoch_has_all_examples_in_an_order_of_its_own() {
        DataOrder order = new DataOrder(10, 4, 2, new Seeds(1));
        assertThat(order.steps()).isEqualTo(6);
        List<Integer> first = epoch(order, 0);
        List<Integer> second = epoch(order, 1);
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(second)
                .hasSize(10)
                .doesNotHaveDuplicates();
        assertThat(first).isNotEqualTo(second);
    }

    private static List<Integer> epoch(DataOrder order, int epoch) {
        return IntStream.range(3 * epoch, 3 * epoch + 3)
                .boxed()
                .flatMap(step -> order.step(step).stream())
                .toList();
    }

    @Test
    void packs_are_full_and_hold_each_example_once() {
        List<Pack> packs = new Packing(48).packs(examples(12));
        int tokens = examples(12).stream().mapToInt(TrainingExample::length).sum();
        assertThat(packs).hasSizeLessThanOrEqualTo(1 + (tokens + 47) / 48);
        assertThat(packs.stream().mapToInt(pack -> pack.lengths().length).sum()).isEqualTo(12);
        assertThat(packs).allSatisfy(pack -> assertThat(pack.ids().length + pack.lengths().length)
                .isLessThanOrEqualTo(48));
    }
}
