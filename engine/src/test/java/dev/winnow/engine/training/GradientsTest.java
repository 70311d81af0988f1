package dev.winnow.engine.training;

import static dev.winnow.engine.training.TinyTraining.SETTINGS;
import static dev.winnow.engine.training.TinyTraining.apart;
import static dev.winnow.engine.training.TinyTraining.examples;
import static dev.winnow.engine.training.TinyTraining.gradients;
import static dev.winnow.engine.training.TinyTraining.graph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.model.DecoderShape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientsTest {
    // Every so many of the factors' numbers: no divisor of a factor's size, so that all rows and columns come up.
    private static final int EVERY = 61;

    @Test
    void gradients_are_those_of_double_precision() {
        assertAgrees(TinyModel.LLAMA, SETTINGS);
        assertAgrees(TinyModel.QWEN2, SETTINGS);
        assertAgrees(TinyModel.QWEN3, SETTINGS);
        assertAgrees(TinyModel.LLAMA3, SETTINGS);
    }

    @Test
    void gradients_of_some_modules_are_those_of_double_precision() {
        EnumSet<TargetModule> some =
                EnumSet.of(TargetModule.Q_PROJ, TargetModule.V_PROJ, TargetModule.UP_PROJ, TargetModule.DOWN_PROJ);
        assertAgrees(TinyModel.LLAMA, SETTINGS.with(SETTINGS.lora().withModules(some)));
        assertAgrees(TinyModel.LLAMA, SETTINGS.with(SETTINGS.lora().withModules(EnumSet.of(TargetModule.K_PROJ))));
    }

    private static void assertAgrees(DecoderShape shape, TrainingSettings settings) {
        List<TrainingExample> examples = examples(5);
        try (TrainingGraph graph = graph(shape, settings, 0)) {
            float[] found = gradients(graph, examples, 48);
            PlainLoss plain = new PlainLoss(
                    shape,
                    new TinyModel(shape, 1),
                    graph.layout(),
                    settings.lora().scale(),
                    graph.read(graph.factors(), 0, found.length));
            double differences = 0;
            double squares = 0;
            for (int at = 0; at < found.length; at += EVERY) {
                double expected = plain.slope(examples, at);
                differences += Math.pow(found[at] - expected, 2);
                squares += expected * expected;
            }
            assertThat(Math.sqrt(differences / squares)).isLessThan(1e-5);
            double sum = new Packing(48)
                    .packs(examples).stream().mapToDouble(graph::judge).sum();
            assertThat(sum
                            / examples.stream()
                                    .mapToInt(TrainingExample::supervised)
                                    .sum())
                    .isCloseTo(plain.mean(examples), within(1e-5));
        }
    }

    @Test
    void kept_layers_give_the_very_gradients_of_layers_computed_again() {
        for (TrainingSettings settings :
                List.of(SETTINGS, SETTINGS.with(SETTINGS.lora().withDropout(0.3)))) {
            List<float[]> found = new ArrayList<>();
            for (int kept = 0; kept <= TinyModel.LLAMA.layers(); kept++) {
                try (TrainingGraph graph = graph(TinyModel.LLAMA, settings, kept)) {
                    found.add(gradients(graph, examples(5), 48));
                }
            }
            assertThat(found.get(1)).isEqualTo(found.get(0));
            assertThat(found.get(2)).isEqualTo(found.get(0));
        }
    }

    @Test
    void examples_in_one_pack_give_the_gradients_of_examples_one_by_one() {
        List<float[]> found = new ArrayList<>();
        for (int packTokens : new int[] {31, 48, 300}) {
            try (TrainingGraph graph = graph(TinyModel.QWEN2, SETTINGS.with(1, 4, 300), 1)) {
                found.add(gradients(graph, examples(9), packTokens));
            }
        }
        assertThat(apart(found.get(1), found.get(0))).isLessThan(1e-5);
        assertThat(apart(found.get(2), found.get(0))).isLessThan(1e-5);
    }

    @Test
    void dropout_changes_gradients_and_leaves_evaluation_as_it_is() {
        TrainingSettings dropping = SETTINGS.with(SETTINGS.lora().withDropout(0.5));
        Pack pack = new Pack(examples(3));
        try (TrainingGraph plain = graph(TinyModel.LLAMA, SETTINGS, 0);
                TrainingGraph dropped = graph(TinyModel.LLAMA, dropping, 0)) {
            assertThat(dropped.judge(pack)).isEqualTo(plain.judge(pack));
            assertThat(dropped.learn(pack, 1, 5)).isEqualTo(dropped.learn(pack, 1, 5));
            assertThat(dropped.learn(pack, 1, 5)).isNotEqualTo(dropped.learn(pack, 1, 1 << 14));
            assertThat(dropped.learn(pack, 1, 5)).isNotEqualTo(plain.learn(pack, 1, 5));
        }
    }

    @Test
    void products_in_bf16_give_nearly_the_same_gradients() {
        try (TrainingGraph exact = graph(TinyModel.LLAMA, SETTINGS, 0);
                TrainingGraph coarse = graph(TinyModel.LLAMA, SETTINGS.with(BaseForm.BF16, Products.BF16), 0)) {
            float[] expected = gradients(exact, examples(5), 48);
            float[] found = gradients(coarse, examples(5), 48);
            assertThat(apart(found, expected)).isBetween(1e-5, 0.05);
        }
    }
}
