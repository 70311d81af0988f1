package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.SafetensorsModel;
import dev.winnow.engine.model.safetensors.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PaddingTest {
    private static final int TOKENS = 6;
    private static final int TABLE_ROWS = 9;

    @TempDir
    Path folder;

    @Test
    void a_row_of_the_table_that_no_token_has_is_never_drawn() throws IOException {
        TinyFolder.write(folder, TinyFolder.config().put("vocab_size", TABLE_ROWS));
        Files.write(folder.resolve("model.safetensors"), TinyFolder.file(TinyFolder.weights(TABLE_ROWS)));
        try (LoadableModel model = SafetensorsModel.open("padded", folder);
                GenerationLoop loop = GenerationLoop.start(
                        Decoder.load(model, NumericMode.F32, MemoryBudget.ofMebibytes(64), DecoderSettings.DEFAULT),
                        LoopSettings.DEFAULT)) {
            // All weights are positive and grow with the row: the last rows of the table have the best scores.
            for (Sampling sampling : List.of(Sampling.GREEDY, new Sampling(2, 1))) {
                int[] tokens = Requests.run(loop, Requests.free(new int[] {3, 4}, 30, sampling))
                        .generated()
                        .tokens();
                assertThat(IntStream.of(tokens)).hasSize(30).allMatch(token -> token < TOKENS);
            }
        }
    }
}
