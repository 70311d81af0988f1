package dev.winnow.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.winnow.engine.model.packed.PackedModel;
import dev.winnow.engine.model.safetensors.TinyFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogToolTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path cache;
    private Path model;
    private int exitCode;

    @BeforeEach
    void write_a_model() throws IOException {
        cache = folder.resolve("cache");
        model = tiny(folder.resolve("tiny-llama"));
    }

    @Test
    void card_says_what_the_model_is_and_which_quantizations_suit_it() {
        JsonNode card = last("show", model.toString()).path("card");

        assertThat(card.path("name").asText()).isEqualTo("tiny-llama");
        assertThat(card.path("family").asText()).isEqualTo("llama");
        assertThat(card.path("context_tokens").asInt()).isEqualTo(64);
        // table 6 x 8, norm 8, and of the layer 2 x 8, 8 x 8, 2 of 4 x 8, 8 x 8, 3 of 16 x 8
        assertThat(card.path("parameters").asInt()).isEqualTo(48 + 8 + 16 + 64 + 64 + 64 + 384);
        assertThat(card.path("chat_template").asBoolean()).isTrue();
        assertThat(card.has("quantization")).isFalse();
        assertThat(mode(card, "f32").path("fits").asBoolean()).isTrue();
        assertThat(mode(card, "nf4").path("fits").asBoolean(true)).isFalse();
        assertThat(mode(card, "nf4").path("why").asText()).contains("64");
        assertThat(modes(card)).doesNotContainKey("int4");
    }

    @Test
    void what_was_measured_is_kept_for_later_cards() {
        JsonNode before = mode(last("show", model.toString()).path("card"), "f32");
        assertThat(before.path("fits").asBoolean()).isTrue();
        assertThat(before.has("measured")).isFalse();

        last("measure", model.toString(), "f32");

        JsonNode measured =
                mode(last("show", model.toString()).path("card"), "f32").path("measured");
        assertThat(measured.path("load_seconds").asDouble()).isPositive();
        assertThat(measured.path("prompt_tokens_per_second").asDouble()).isPositive();
        assertThat(measured.path("batch_tokens_per_second").asDouble())
                .isGreaterThan(measured.path("output_tokens_per_second").asDouble());
        assertThat(measured.path("threads").asInt()).isPositive();
    }

    @Test
    void packed_model_is_written_listed_and_shown_with_its_one_quantization() {
        Path packed = cache.resolve("packed").resolve("tiny-llama-bf16");

        List<JsonNode> said = ask("quantize", model.toString(), "bf16", packed.toString());

        assertThat(exitCode).isZero();
        assertThat(said.get(0).path("progress").path("done").asInt()).isEqualTo(1);
        assertThat(said.get(said.size() - 1).path("folder").asText()).isEqualTo(packed.toString());
        assertThat(PackedModel.isIn(packed)).isTrue();
        JsonNode listed = last("list").path("card");
        assertThat(listed.path("model").asText()).isEqualTo(packed.toString());
        assertThat(listed.path("quantization").asText()).isEqualTo("bf16");
        assertThat(modes(last("show", packed.toString()).path("card"))).containsOnlyKeys("bf16");
    }

    @Test
    void only_whole_models_are_listed_as_they_are_given() throws IOException {
        whole(cache.resolve("hf/Org/Name/main"));
        whole(cache.resolve("hf/Org/Name/v1.0"));
        tiny(cache.resolve("hf/Org/Broken/main"));
        whole(cache.resolve("pypi/no-model-2.0"));

        assertThat(ask("list").stream()
                        .map(card -> card.at("/card/model").asText())
                        .toList())
                .containsExactly("hf:Org/Name", "hf:Org/Name@v1.0");
    }

    @Test
    void what_cannot_be_is_said_with_what_can_and_ends_with_2() {
        assertThat(error("show", "ftp://model")).contains("names no model");
        assertThat(error("quantize", model.toString(), "int5", "x")).contains("quantization must be one of f32");
        assertThat(error("quantize", model.toString(), "f32", "x")).contains("take int8");
        assertThat(error(
                        "quantize", model.toString(), "nf4", folder.resolve("x").toString()))
                .contains("64");
        assertThat(error("quantize", model.toString(), "bf16", model.toString()))
                .contains("is there already");
        assertThat(exitCode).isEqualTo(2);
        assertThat(error("show", folder.resolve("none").toString())).contains("is not there");
    }

    private JsonNode mode(JsonNode card, String quantization) {
        return modes(card).getOrDefault(quantization, MissingNode.getInstance());
    }

    private Map<String, JsonNode> modes(JsonNode card) {
        return StreamSupport.stream(card.path("modes").spliterator(), false)
                .collect(Collectors.toMap(mode -> mode.path("quantization").asText(), mode -> mode));
    }

    private String error(String... question) {
        return last(question).path("error").asText();
    }

    private JsonNode last(String... question) {
        List<JsonNode> said = ask(question);
        return said.get(said.size() - 1);
    }

    private List<JsonNode> ask(String... question) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] arguments =
                Stream.concat(Stream.of(cache.toString()), Stream.of(question)).toArray(String[]::new);
        exitCode = CatalogTool.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
        return bytes.toString(StandardCharsets.UTF_8).lines().map(this::parse).toList();
    }

    private JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private void whole(Path place) throws IOException {
        tiny(place);
        Files.createFile(place.resolve(".complete"));
    }

    private static Path tiny(Path place) throws IOException {
        Files.createDirectories(place);
        TinyFolder.write(place, TinyFolder.config());
        Files.write(place.resolve("model.safetensors"), TinyFolder.file(TinyFolder.weights()));
        return place;
    }
}
