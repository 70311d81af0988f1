package dev.winnow.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.RealModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real model learns a few rows, on the exact base and on QLoRA's. */
@Tag("model")
class RealModelTrainingTest {
    private static final String[] TOWNS = {"Leeds", "Basel", "Turin", "Ghent", "Porto", "Brno", "Lyon", "Graz"};
    private static final int STEPS = 6;

    @TempDir
    private Path folder;

    @Test
    void real_model_learns_some_rows_and_the_adapter_can_be_loaded() throws IOException {
        assertLearns(TrainingSettings.DEFAULT.with(STEPS, TOWNS.length, 256));
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            assertThat(adapter.projections()).hasSize(7 * 30);
            assertThat(adapter.scale()).isEqualTo(2);
        }
    }

    @Test
    void real_model_learns_some_rows_beside_a_base_of_4_bits() throws IOException {
        assertLearns(TrainingSettings.DEFAULT.with(STEPS, TOWNS.length, 256).with(BaseForm.NF4, Products.F32));
    }

    private void assertLearns(TrainingSettings settings) throws IOException {
        try (LoadableModel model = RealModel.open();
                Tokenizer tokenizer = Tokenizer.fromJson(model.text().tokenizerJson());
                Trainer trainer = Trainer.start(
                        model.shape(),
                        model.weights(),
                        examples(tokenizer),
                        settings.with(OptimizerSettings.DEFAULT.withRate(3e-3)),
                        TrainingRoom.of(MemoryBudget.ofMebibytes(1024)),
                        Clock.systemUTC())) {
            List<Double> losses = new ArrayList<>();
            while (!trainer.finished()) {
                losses.add(trainer.step().loss());
            }
            trainer.writeAdapter(folder, model.name());
            assertThat(losses).hasSize(STEPS);
            assertThat(losses.get(0)).isGreaterThan(1);
            assertThat(losses.get(STEPS - 1)).isLessThan(0.5 * losses.get(0));
        }
    }

    private static List<TrainingExample> examples(Tokenizer tokenizer) {
        return IntStream.range(0, TOWNS.length)
                .mapToObj(i -> example(
                        tokenizer,
                        "For sale in %s, %d euros.\n".formatted(TOWNS[i], 20 + 13 * i),
                        "{\"town\":\"%s\",\"price\":%d}".formatted(TOWNS[i], 20 + 13 * i)))
                .toList();
    }

    private static TrainingExample example(Tokenizer tokenizer, String prompt, String output) {
        int[] first = tokenizer.encode(prompt);
        int[] last = tokenizer.encode(output);
        int[] tokens = Arrays.copyOf(first, first.length + last.length);
        System.arraycopy(last, 0, tokens, first.length, last.length);
        return new TrainingExample(tokens, first.length);
    }
}
