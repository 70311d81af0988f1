package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.gguf.GgufModel;
import dev.winnow.engine.model.safetensors.SafetensorsModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small random model of each family, from its folder and from the GGUF file that llama.cpp's converter made of it,
 * scores as Hugging Face's implementation does; {@code family_models.py} wrote them all.
 */
class HuggingFaceParityTest {
    private static final DecoderSettings SETTINGS = new DecoderSettings(4, 32);
    /** Of scores whose deviation is 1. */
    private static final double MOST = 1e-3;

    /** What Hugging Face gives. Each row of scores follows the token at one of the positions. */
    private record Reference(List<Integer> ids, List<Integer> positions, List<List<Double>> scores) {
        static Reference of(String family) throws IOException {
            return new ObjectMapper()
                    .readValue(
                            HuggingFaceParityTest.folder(family)
                                    .resolve("scores.json")
                                    .toFile(),
                            Reference.class);
        }
    }

    static Stream<String> families() {
        return Stream.of(
                "llama2",
                "llama3",
                "llama3.1",
                "llama-linear",
                "tinyllama",
                "smollm2",
                "mistral",
                "qwen2",
                "qwen2.5",
                "qwen3");
    }

    @ParameterizedTest
    @MethodSource("families")
    void folder_scores_as_hugging_face_does(String family) throws IOException {
        try (LoadableModel model = SafetensorsModel.open(family, folder(family))) {
            assertThat(greatestError(model, model.shape(), family)).isLessThan(MOST);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void gguf_file_of_the_same_weights_scores_as_hugging_face_does(String family) throws IOException {
        try (LoadableModel model = GgufModel.open(folder(family).resolve("model.gguf"))) {
            assertThat(greatestError(model, model.shape(), family)).isLessThan(MOST);
        }
    }

    /** Otherwise the tests above would hold without any scaling too. */
    @ParameterizedTest
    @ValueSource(strings = {"llama3.1", "llama-linear"})
    void without_its_scaled_positions_a_model_scores_otherwise(String family) throws IOException {
        try (LoadableModel model = SafetensorsModel.open(family, folder(family))) {
            assertThat(greatestError(model, withPlainPositions(model.shape()), family))
                    .isGreaterThan(100 * MOST);
        }
    }

    private static DecoderShape withPlainPositions(DecoderShape shape) {
        return new DecoderShape(
                shape.layers(),
                shape.hidden(),
                shape.heads(),
                shape.kvHeads(),
                shape.headDim(),
                shape.intermediate(),
                shape.vocabulary(),
                Rotary.plain(shape.rotary().theta()),
                shape.normEpsilon(),
                shape.contextTokens(),
                shape.tiedHead(),
                shape.qkvBias(),
                shape.qkNorm());
    }

    private static double greatestError(LoadableModel model, DecoderShape shape, String family) throws IOException {
        Reference reference = Reference.of(family);
        double greatest = 0;
        try (Decoder decoder = Decoder.load(shape, model.weights(), NumericMode.F32, TinyDecoder.BUDGET, SETTINGS)) {
            for (int i = 0; i < reference.positions().size(); i++) {
                int[] prompt = reference.ids().stream()
                        .limit(reference.positions().get(i) + 1)
                        .mapToInt(Integer::intValue)
                        .toArray();
                double[] expected = reference.scores().get(i).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                greatest = Math.max(greatest, error(prefilled(decoder, prompt), expected));
                if (prompt.length > 1) {
                    greatest = Math.max(greatest, error(stepped(decoder, prompt), expected));
                }
            }
        }
        return greatest;
    }

    private static float[] prefilled(Decoder decoder, int[] prompt) {
        KvSlot slot = requireNonNull(decoder.reserve(prompt.length));
        float[] scores = TinyDecoder.prefill(decoder, slot, prompt);
        decoder.release(slot);
        return scores;
    }

    /** The last token in a step of its own. */
    private static float[] stepped(Decoder decoder, int[] prompt) {
        KvSlot slot = TinyDecoder.prefilled(decoder, Arrays.copyOf(prompt, prompt.length - 1), prompt.length);
        float[] scores =
                decoder.step(List.of(Feed.of(slot, prompt[prompt.length - 1]))).row(0);
        decoder.release(slot);
        return scores;
    }

    /** The greatest difference once both have a mean of 0 and a deviation of 1. */
    private static double error(float[] found, double[] expected) {
        double[] scaled = scaled(
                IntStream.range(0, found.length).mapToDouble(i -> found[i]).toArray());
        double[] reference = scaled(expected);
        double greatest = 0;
        for (int i = 0; i < scaled.length; i++) {
            greatest = Math.max(greatest, Math.abs(scaled[i] - reference[i]));
        }
        return greatest;
    }

    private static double[] scaled(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        return Arrays.stream(values)
                .map(value -> (value - mean) / Math.sqrt(variance))
                .toArray();
    }

    private static Path folder(String family) {
        try {
            return Path.of(Objects.requireNonNull(
                            HuggingFaceParityTest.class.getResource("/dev/winnow/engine/families/" + family))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
