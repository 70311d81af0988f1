package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.greatestDifference;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.safetensors.SafetensorsModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that PEFT has saved score here as they do there; {@code peft_adapters.py} wrote them. */
class PeftParityTest {
    private static final DecoderSettings SETTINGS = new DecoderSettings(4, 32);
    private static final double MOST = 1e-3;

    /** What PEFT gives. Each row of scores follows the token at one of the positions. */
    private record Reference(List<Integer> ids, List<Integer> positions, List<float[]> scores) {}

    /** All projections with alpha / rank, and two of them with alpha / sqrt(rank). */
    @ParameterizedTest
    @ValueSource(strings = {"smollm2", "qwen2"})
    void adapter_of_peft_scores_as_there(String family) throws IOException {
        try (LoadableModel model = SafetensorsModel.open(family, resource("families/" + family));
                PeftAdapter source = PeftAdapter.open(resource("adapters/" + family));
                Adapter adapter = Adapter.load(AdapterForm.plain(model.shape()), source);
                Decoder decoder =
                        Decoder.load(model.shape(), model.weights(), NumericMode.F32, TinyDecoder.BUDGET, SETTINGS)) {
            assertThat(apart(decoder, adapter, family)).isLessThan(MOST);
            assertThat(apart(decoder, null, family)).isGreaterThan(100 * MOST);
        }
    }

    private static double apart(Decoder decoder, @Nullable Adapter adapter, String family) throws IOException {
        Reference reference = new ObjectMapper()
                .readValue(resource("adapters/" + family).resolve("scores.json").toFile(), Reference.class);
        double greatest = 0;
        for (int i = 0; i < reference.positions().size(); i++) {
            int[] prompt = reference.ids().stream()
                    .limit(reference.positions().get(i) + 1)
                    .mapToInt(Integer::intValue)
                    .toArray();
            KvSlot slot = requireNonNull(
                    adapter == null ? decoder.reserve(prompt.length) : decoder.reserve(prompt.length, adapter));
            greatest = Math.max(
                    greatest,
                    greatestDifference(
                            prefill(decoder, slot, prompt), reference.scores().get(i)));
            decoder.release(slot);
        }
        return greatest;
    }

    private static Path resource(String name) {
        try {
            return Path.of(requireNonNull(PeftParityTest.class.getResource("/dev/winnow/engine/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
