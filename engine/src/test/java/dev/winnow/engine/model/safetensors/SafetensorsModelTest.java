package dev.winnow.engine.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Llama3Scaling;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsModelTest {
    @TempDir
    Path folder;

    @Test
    void folder_becomes_a_model() throws IOException {
        try (LoadableModel model = open(TinyFolder.config(), TinyFolder.weights())) {
            assertThat(model.name()).isEqualTo("tiny-llama");
            assertThat(model.shape())
                    .isEqualTo(
                            new DecoderShape(1, 8, 2, 1, 4, 16, 6, Rotary.plain(10_000), 1e-5, 64, true, false, false));
            assertThat(model.endTokens()).containsExactlyInAnyOrder(1, 2);
            assertThat(model.text().tokenizerJson()).isEqualTo(TinyFolder.tokenizer());
            assertThat(model.text().chatTemplate()).isEqualTo("{{ x }}");
            assertThat(model.text().bosToken()).isEqualTo("<s>");
            assertThat(model.text().eosToken()).isEqualTo("</s>");
        }
    }

    @Test
    void qwen3_folder_has_norms_of_heads_and_a_head_width_of_its_own() throws IOException {
        ObjectNode config = TinyFolder.config().put("model_type", "qwen3").put("head_dim", 4);
        Map<String, List<Integer>> weights = TinyFolder.weights();
        weights.put("model.layers.0.self_attn.q_norm.weight", List.of(4));
        weights.put("model.layers.0.self_attn.k_norm.weight", List.of(4));
        try (LoadableModel model = open(config, weights)) {
            assertThat(model.shape())
                    .isEqualTo(
                            new DecoderShape(1, 8, 2, 1, 4, 16, 6, Rotary.plain(10_000), 1e-5, 64, true, false, true));
        }
        assertThatThrownBy(() -> open(config, TinyFolder.weights()))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("no weight model.layers.0.self_attn.q_norm.weight");
        config.remove("head_dim");
        assertThatThrownBy(() -> open(config, weights)).hasMessageContaining("ask for 256 x 8");
    }

    @Test
    void scaled_positions_are_read_as_older_and_newer_configurations_write_them() throws IOException {
        ObjectNode older = TinyFolder.config();
        older.putObject("rope_scaling").put("type", "linear").put("factor", 4.0);
        ObjectNode newer = TinyFolder.config();
        newer.putObject("rope_parameters")
                .put("rope_type", "llama3")
                .put("rope_theta", 500_000.0)
                .put("factor", 8.0)
                .put("low_freq_factor", 1.0)
                .put("high_freq_factor", 4.0)
                .put("original_max_position_embeddings", 32);

        try (LoadableModel model = open(older, TinyFolder.weights())) {
            assertThat(model.shape().rotary()).isEqualTo(new Rotary(10_000, List.of(4.0, 4.0)));
        }
        try (LoadableModel model = open(newer, TinyFolder.weights())) {
            assertThat(model.shape().rotary()).isEqualTo(Rotary.llama3(500_000, 4, new Llama3Scaling(8, 1, 4, 32)));
        }
    }

    @Test
    void mistral_without_a_window_is_a_llama() throws IOException {
        ObjectNode config = TinyFolder.config().put("model_type", "mistral").putNull("sliding_window");
        try (LoadableModel model = open(config, TinyFolder.weights())) {
            assertThat(model.shape().qkvBias()).isFalse();
        }
    }

    @Test
    void rows_are_read_where_they_lie() throws IOException {
        try (LoadableModel model = open(TinyFolder.config(), TinyFolder.weights())) {
            float[] rows = new float[16];
            model.weights().readRows("model.layers.0.mlp.gate_proj.weight", 2, 2, rows);

            assertThat(rows).startsWith(16f, 17f).endsWith(30f, 31f);
            assertThat(model.weights().read("model.norm.weight")).containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
        }
    }

    @Test
    void shards_are_one_model() throws IOException {
        Map<String, List<Integer>> first = new LinkedHashMap<>(TinyFolder.weights());
        Map<String, List<Integer>> second = Map.of("model.norm.weight", List.of(8));
        first.keySet().removeAll(second.keySet());
        TinyFolder.write(folder, TinyFolder.config());
        Files.write(folder.resolve("a-1.safetensors"), TinyFolder.file(first));
        Files.write(folder.resolve("a-2.safetensors"), TinyFolder.file(second));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"model.norm.weight\": \"a-2.safetensors\", \"x\": \"a-1.safetensors\"}}");

        try (LoadableModel model = SafetensorsModel.open("x", folder)) {
            assertThat(model.weights().read("model.norm.weight")).hasSize(8);
        }
    }

    @Test
    void shard_names_that_lead_out_of_the_folder_are_refused() throws IOException {
        TinyFolder.write(folder, TinyFolder.config());
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"x\": \"../../other.safetensors\"}}");

        assertThatThrownBy(() -> SafetensorsModel.open("x", folder))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("'../../other.safetensors'");
    }

    @Test
    void template_file_wins_and_the_default_of_a_list_is_taken() throws IOException {
        TinyFolder.write(folder, TinyFolder.config());
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"tools\", \"template\": \"t\"}, {\"name\": \"default\", \"template\": \"d\"}]}");
        assertThat(new FolderText(folder, 6).modelText().chatTemplate()).isEqualTo("d");

        Files.writeString(folder.resolve("chat_template.jinja"), "from a file");
        assertThat(new FolderText(folder, 6).modelText().chatTemplate()).isEqualTo("from a file");
    }

    @Test
    void several_ends_of_the_generation_settings_all_count() throws IOException {
        TinyFolder.write(folder, TinyFolder.config());
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [4, 5]}");

        assertThat(new FolderText(folder, 6).endTokens(TinyFolder.config())).containsExactlyInAnyOrder(1, 2, 4, 5);
    }

    @Test
    void rows_of_the_embedding_table_that_no_token_has_are_padding() throws IOException {
        try (LoadableModel model = open(TinyFolder.config().put("vocab_size", 9), TinyFolder.weights(9))) {
            assertThat(model.shape().vocabulary()).isEqualTo(6);
        }
    }

    @Test
    void tokenizer_that_is_wider_than_the_model_is_refused() {
        assertThatThrownBy(() -> open(TinyFolder.config().put("vocab_size", 5), TinyFolder.weights(5)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("the token 'c' the id 5")
                .hasMessageContaining("only 5 rows");
        assertThatThrownBy(() -> open(TinyFolder.config().put("vocab_size", 2), TinyFolder.weights(2)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("only 2 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1099511627776", "1.5", "null"})
    void token_id_that_is_none_is_refused(String id) throws IOException {
        TinyFolder.write(folder, TinyFolder.config());
        for (String tokenizer : List.of(
                "{\"model\": {\"vocab\": {\"odd\": %s}}}".formatted(id),
                "{\"added_tokens\": [{\"content\": \"odd\", \"id\": %s}]}".formatted(id))) {
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
            assertThatThrownBy(() -> new FolderText(folder, 6))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("'odd' the id " + id);
        }
    }

    @Test
    void tokenizer_without_tokens_is_refused() throws IOException {
        TinyFolder.write(folder, TinyFolder.config());
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"vocab\": {}}}");
        assertThatThrownBy(() -> new FolderText(folder, 6)).hasMessageContaining("has no tokens");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 6, 8, 9})
    void end_token_that_no_token_has_is_refused(int end) {
        ObjectNode config = TinyFolder.config().put("vocab_size", 9).put("eos_token_id", end);
        assertThatThrownBy(() -> open(config, TinyFolder.weights(9)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("eos_token_id is " + end)
                .hasMessageContaining("has 6 tokens");
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                config("another type", c -> c.put("model_type", "gemma"), "model_type is 'gemma'"),
                config("no type", c -> c.remove("model_type"), "model_type is ''"),
                config("no size", c -> c.remove("hidden_size"), "lacks hidden_size"),
                config("a size as text", c -> c.put("hidden_size", "8"), "hidden_size must be a whole number"),
                config("a size beyond int", c -> c.put("hidden_size", 1L << 40), "hidden_size must be a whole number"),
                config("no heads", c -> c.put("num_attention_heads", 0), "heads must be from 1"),
                config("wrong sizes", c -> c.put("intermediate_size", 32), "ask for 32 x 8"),
                config("an untied head that is missing", c -> c.put("tie_word_embeddings", false), "no weight lm_head"),
                config(
                        "scaled positions without a factor",
                        c -> c.putObject("rope_scaling").put("rope_type", "llama3"),
                        "factor of the scaled rotary positions must be a number"),
                config(
                        "scaled positions that shrink nothing",
                        c -> c.putObject("rope_scaling")
                                .put("rope_type", "llama3")
                                .put("factor", 8)
                                .put("low_freq_factor", 4)
                                .put("high_freq_factor", 4),
                        "low_freq_factor must be above 0 and below high_freq_factor"),
                config("old scaled positions", c -> c.putObject("rope_scaling").put("type", "dynamic"), "'dynamic'"),
                config(
                        "unnamed scaled positions",
                        c -> c.putObject("rope_scaling").put("factor", 2),
                        "'unnamed'"),
                config(
                        "partly rotated heads",
                        c -> c.putObject("rope_parameters").put("partial_rotary_factor", 0.5),
                        "partial_rotary_factor is 0.5"),
                config(
                        "other positions in other layers",
                        c -> c.putObject("rope_parameters").putObject("full_attention"),
                        "differ from layer to layer"),
                config(
                        "new scaled positions",
                        c -> c.putObject("rope_parameters").put("rope_type", "yarn"),
                        "'yarn'"),
                config("a sliding window", c -> c.put("use_sliding_window", true), "use_sliding_window"),
                config(
                        "a sliding window of some layers",
                        c -> c.putArray("layer_types").add("full_attention").add("sliding_attention"),
                        "layer_types has 'sliding_attention'"),
                config(
                        "mistral's window",
                        c -> c.put("model_type", "mistral").put("sliding_window", 4096),
                        "sliding_window is set"),
                config("mistral's usual window", c -> c.put("model_type", "mistral"), "sliding_window is missing"),
                config("attention biases", c -> c.put("attention_bias", true), "attention_bias"),
                config("another activation", c -> c.put("hidden_act", "gelu"), "hidden_act is 'gelu'"),
                config(
                        "quantized weights",
                        c -> c.putObject("quantization_config").put("bits", 4),
                        "quantization_config"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("configurations")
    void configuration_that_the_decoder_lacks_is_named(String what, ObjectNode config, String message) {
        assertThatThrownBy(() -> open(config, TinyFolder.weights()))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> headers() {
        String good = "\"data_offsets\": [0, 8]";
        return Stream.of(
                header(
                        "another dtype",
                        "{\"w\": {\"dtype\": \"I64\", \"shape\": [1], %s}}".formatted(good),
                        "stores w as 'I64'"),
                header("no dtype", "{\"w\": {\"shape\": [1], %s}}".formatted(good), "stores w as ''"),
                header("no shape", "{\"w\": {\"dtype\": \"F32\", %s}}".formatted(good), "gives w the shape"),
                header(
                        "three dimensions",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [1, 1, 2], %s}}".formatted(good),
                        "the shape"),
                header(
                        "a negative size",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [-2], %s}}".formatted(good),
                        "which is none"),
                header(
                        "a size of 2^62",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [4611686018427387904], %s}}".formatted(good),
                        "none"),
                header(
                        "a product that overflows",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [2147483647, 2147483647], %s}}".formatted(good),
                        "more than any file holds"),
                header(
                        "too few bytes",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [3], %s}}".formatted(good),
                        "gives w 8 bytes"),
                header(
                        "a range beyond the file",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [8], \"data_offsets\": [0, 32]}}",
                        "not within its 16 bytes"),
                header(
                        "a range that runs back",
                        "{\"w\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [8, 4]}}",
                        "not within"),
                header("no range", "{\"w\": {\"dtype\": \"F32\", \"shape\": [1]}}", "not within"),
                header(
                        "an overlap",
                        "{\"v\": {\"dtype\": \"F32\", \"shape\": [2], %s}, \"w\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}}"
                                .formatted(good),
                        "v and w overlap"),
                header("a name twice", "{\"w\": {}, \"w\": {}}", "Duplicate"),
                header("no object", "[1, 2]", "not a JSON object"),
                header("no JSON", "{\"w\": ", "is not JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void header_that_lies_is_named(String what, String header, String message) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + text.length + 16];
        file[0] = (byte) text.length;
        file[1] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, file, 8, text.length);

        assertRefused(file, message);
    }

    @Test
    void header_length_that_lies_is_refused() throws IOException {
        assertRefused(new byte[5], "too few");
        assertRefused(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, "18446744073709551615 bytes");
        assertRefused(new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'}, "cut off");
    }

    private void assertRefused(byte[] file, String message) throws IOException {
        TinyFolder.write(folder, TinyFolder.config());
        Files.write(folder.resolve("model.safetensors"), file);
        assertThatThrownBy(() -> SafetensorsModel.open("x", folder))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(message);
    }

    private LoadableModel open(ObjectNode config, Map<String, List<Integer>> weights) throws IOException {
        TinyFolder.write(folder, config);
        Files.write(folder.resolve("model.safetensors"), TinyFolder.file(weights));
        return SafetensorsModel.open("Tiny-Llama", folder);
    }

    private static Arguments config(String what, Consumer<ObjectNode> change, String message) {
        ObjectNode config = TinyFolder.config();
        change.accept(config);
        return Arguments.of(what, config, message);
    }

    private static Arguments header(String what, String header, String message) {
        return Arguments.of(what, header, message);
    }
}
