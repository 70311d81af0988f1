package dev.winnow.benchmarks.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.gguf.GgufModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesRunTest {
    private static final FullShape SMALL =
            new FullShape("small", "qwen2", 2, 256, 4, 2, 512, 300, 1_000_000, 512, true);

    @TempDir
    Path folder;

    @Test
    void random_file_of_a_shape_loads_and_generates_the_same_packed() throws IOException {
        Path file = folder.resolve("small.gguf");
        RandomGguf.write(SMALL, file);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));
        ShapesRun run = new ShapesRun(MemoryBudget.ofMebibytes(256), 2, 16, 4);

        ShapesRun.Written plain = run.measure(SMALL, file, NumericMode.INT8, report);
        ShapesRun.Written packed = run.measurePacked(SMALL, file, folder.resolve("packed"), NumericMode.INT8, report);

        assertThat(plain.finite()).isTrue();
        assertThat(plain.tokens()).hasSize(8);
        assertThat(packed).isEqualTo(plain);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Q4_K file in int8, 2 rows", "packed folder in int8, 2 rows")
                .contains("load_seconds", "stated_mib")
                .contains("generated_tokens_per_second");
    }

    @Test
    void weights_are_as_large_as_those_of_trained_models() throws IOException {
        Path file = folder.resolve("small.gguf");
        RandomGguf.write(SMALL, file);
        try (LoadableModel model = GgufModel.open(file)) {
            float[] values = model.weights().read("model.layers.1.mlp.down_proj.weight");
            double mean = 0;
            double squares = 0;
            for (float value : values) {
                mean += value / (double) values.length;
                squares += (double) value * value / values.length;
            }
            assertThat(mean).isCloseTo(0, within(0.002));
            assertThat(Math.sqrt(squares)).isCloseTo(0.02, within(0.004));
        }
    }

    @Test
    void full_shapes_have_the_parameters_that_their_names_tell() {
        assertThat(FullShape.LLAMA3_8B.parameters()).isBetween(8_000_000_000L, 8_100_000_000L);
        assertThat(FullShape.QWEN2_1_5B.parameters()).isBetween(1_500_000_000L, 1_600_000_000L);
    }
}
