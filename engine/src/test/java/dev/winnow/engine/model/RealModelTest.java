package dev.winnow.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("model")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealModelTest {
    private LoadableModel model;
    private Tokenizer tokenizer;

    @BeforeAll
    void open() throws IOException {
        model = RealModel.open();
        tokenizer = Tokenizer.fromJson(model.text().tokenizerJson());
    }

    @AfterAll
    void close() {
        tokenizer.close();
        model.close();
    }

    @Test
    void header_gives_the_published_sizes() {
        assertThat(model.name()).isEqualTo("smollm2-135m-instruct");
        assertThat(model.shape())
                .isEqualTo(new DecoderShape(
                        30, 576, 9, 3, 64, 1536, 49_152, Rotary.plain(100_000), 1e-5, 8192, true, false, false));
    }

    @Test
    void answers_end_with_the_end_of_a_turn() {
        assertThat(model.endTokens()).containsExactly(tokenizer.idOf("<|im_end|>"));
        assertThat(model.text().bosToken()).isEqualTo("<|im_start|>");
        assertThat(model.text().eosToken()).isEqualTo("<|im_end|>");
        assertThat(model.text().chatTemplate()).contains("add_generation_prompt");
    }

    @Test
    void every_weight_is_finite_and_of_a_trained_size() {
        DecoderShape shape = model.shape();
        for (String name : Stream.of("self_attn.q_proj", "self_attn.v_proj", "mlp.down_proj", "input_layernorm")
                .map(part -> "model.layers.29." + part + ".weight")
                .toList()) {
            float[] values = model.weights().read(name);
            double squares = 0;
            for (float value : values) {
                squares += (double) value * value;
            }
            assertThat(Math.sqrt(squares / values.length)).as(name).isBetween(0.001, 10.0);
        }
        assertThat(model.weights().shape("model.embed_tokens.weight"))
                .isEqualTo(new WeightShape(shape.vocabulary(), shape.hidden()));
    }

    @Test
    void known_texts_get_their_known_tokens() {
        assertThat(tokenizer.encode("Hello, world!")).containsExactly(19556, 28, 905, 17);
        assertThat(tokenizer.encode("  leading spaces")).containsExactly(216, 2899, 5600);
        assertThat(tokenizer.encode("\n\nnewlines\n\n\n")).containsExactly(198, 198, 2241, 5110, 16506);
        assertThat(tokenizer.encode("naïve café résumé")).containsExactly(3546, 46494, 37366, 412, 2756, 5422, 2756);
    }

    @Test
    void golden_texts_get_their_golden_tokens() throws IOException {
        Optional<Path> golden = shared().map(folder -> folder.resolve("golden/tokenizer_200.json"));
        assumeThat(golden)
                .as("the golden files lie beside the repository or in WINNOW_SHARED")
                .isPresent();

        JsonNode cases = new ObjectMapper().readTree(golden.get().toFile());
        assertThat(cases).hasSize(200);
        for (JsonNode example : cases) {
            int[] expected = StreamSupport.stream(example.path("ids").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            String text = example.path("text").asText();
            assertThat(tokenizer.encodeTemplate(text)).as(text).containsExactly(expected);
        }
    }

    private static Optional<Path> shared() {
        String set = System.getProperty("WINNOW_SHARED", System.getenv("WINNOW_SHARED"));
        Stream<Path> candidates = set != null
                ? Stream.of(Path.of(set))
                : Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                        .map(folder -> folder.resolve("shared"));
        return candidates
                .filter(folder -> Files.exists(folder.resolve("golden/tokenizer_200.json")))
                .findFirst();
    }
}
