package dev.winnow.engine.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufModelTest {
    @TempDir
    Path folder;

    @Test
    void llama_header_becomes_a_shape() throws IOException {
        try (LoadableModel model = open(TinyGguf.llama())) {
            assertThat(model.name()).isEqualTo("tiny-test");
            assertThat(model.shape())
                    .isEqualTo(
                            new DecoderShape(2, 8, 2, 1, 4, 16, 8, Rotary.plain(10_000), 1e-5, 64, true, false, false));
        }
    }

    @Test
    void qwen2_has_biases_and_a_head_of_its_own() throws IOException {
        try (LoadableModel model = open(TinyGguf.qwen2())) {
            assertThat(model.shape().qkvBias()).isTrue();
            assertThat(model.shape().tiedHead()).isFalse();
            assertThat(model.weights().shape("lm_head.weight")).isEqualTo(new WeightShape(8, 8));
            assertThat(model.weights().read("model.layers.1.self_attn.k_proj.bias"))
                    .containsExactly(0f, 0.01f, 0.02f, 0.03f);
        }
    }

    @Test
    void qwen3_has_norms_of_heads_and_a_head_width_of_its_own() throws IOException {
        try (LoadableModel model = open(TinyGguf.qwen3())) {
            assertThat(model.shape())
                    .isEqualTo(
                            new DecoderShape(2, 8, 2, 1, 6, 16, 8, Rotary.plain(10_000), 1e-5, 64, true, false, true));
            assertThat(firstOfEachRow(model.weights().read("model.layers.1.self_attn.q_proj.weight")))
                    .startsWith(0f, 1f, 2f, 3f);
            assertThat(model.weights().read("model.layers.1.self_attn.k_norm.weight"))
                    .containsExactly(0f, 0.01f, 0.02f, 0.03f, 0.04f, 0.05f);
        }
    }

    @Test
    void scaled_positions_are_those_of_the_keys_and_of_the_tensor_together() throws IOException {
        GgufBytes linear =
                TinyGguf.llama().string("llama.rope.scaling.type", "linear").real("llama.rope.scaling.factor", 4f);
        try (LoadableModel model = open(linear)) {
            assertThat(model.shape().rotary()).isEqualTo(new Rotary(10_000, List.of(4.0, 4.0)));
        }
        try (LoadableModel model = open(linear.tensor("rope_freqs.weight", new float[] {1, 8}, 2))) {
            assertThat(model.shape().rotary()).isEqualTo(new Rotary(10_000, List.of(4.0, 32.0)));
        }
        try (LoadableModel model = open(linear.string("llama.rope.scaling.type", "none"))) {
            assertThat(model.shape().rotary()).isEqualTo(new Rotary(10_000, List.of(1.0, 8.0)));
        }
        try (LoadableModel model = open(TinyGguf.llama().real("llama.rope.scale_linear", 2f))) {
            assertThat(model.shape().rotary()).isEqualTo(new Rotary(10_000, List.of(2.0, 2.0)));
        }
    }

    @Test
    void qwen3_without_a_norm_of_heads_is_refused_by_name() {
        assertThatThrownBy(() -> open(TinyGguf.qwen3().withoutTensor("blk.1.attn_q_norm.weight")))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("no weight model.layers.1.self_attn.q_norm.weight");
    }

    @Test
    void rotary_pairs_of_llama_files_are_put_back_into_halves() throws IOException {
        try (LoadableModel model = open(TinyGguf.llama())) {
            float[] values = model.weights().read("model.layers.0.self_attn.q_proj.weight");

            // Two heads of four rows; a row's first value is its number in the file.
            assertThat(firstOfEachRow(values)).containsExactly(0f, 2f, 1f, 3f, 4f, 6f, 5f, 7f);
        }
    }

    @Test
    void qwen2_rows_stay_where_they_are() throws IOException {
        try (LoadableModel model = open(TinyGguf.qwen2())) {
            float[] values = model.weights().read("model.layers.0.self_attn.q_proj.weight");

            assertThat(firstOfEachRow(values)).containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
        }
    }

    @Test
    void any_range_of_rows_equals_that_part_of_the_whole() throws IOException {
        try (LoadableModel model = open(TinyGguf.llama())) {
            String name = "model.layers.0.self_attn.q_proj.weight";
            float[] whole = model.weights().read(name);
            for (int first = 0; first < 8; first++) {
                for (int rows = 1; first + rows <= 8; rows++) {
                    float[] part = new float[rows * 8];
                    model.weights().readRows(name, first, rows, part);
                    assertThat(part).containsExactly(Arrays.copyOfRange(whole, first * 8, (first + rows) * 8));
                }
            }
        }
    }

    @Test
    void rows_beyond_the_weight_or_the_target_are_refused() throws IOException {
        try (LoadableModel model = open(TinyGguf.llama())) {
            String name = "model.embed_tokens.weight";
            assertThatThrownBy(() -> model.weights().readRows(name, 7, 2, new float[16]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> model.weights().readRows(name, 0, 2, new float[15]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> model.weights().read("model.layers.2.mlp.up_proj.weight"))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("no weight model.layers.2.mlp.up_proj.weight");
        }
    }

    @Test
    void end_tokens_are_the_files_own_and_the_ends_of_turns_in_the_vocabulary() throws IOException {
        try (LoadableModel model = open(TinyGguf.llama())) {
            assertThat(model.endTokens()).containsExactlyInAnyOrder(0, 2);
            assertThat(model.text().bosToken()).isEqualTo("<|im_start|>");
            assertThat(model.text().eosToken()).isEqualTo("<|endoftext|>");
            assertThat(model.text().chatTemplate()).isEqualTo("{{ messages[0].content }}");
        }
    }

    @Test
    void sentence_pieces_are_joined_in_the_order_of_their_scores() throws IOException {
        try (LoadableModel model = open(sentencePieces());
                Tokenizer tokenizer = Tokenizer.fromJson(model.text().tokenizerJson())) {
            // "bc" scores higher than "ab", and a passage begins with a space.
            assertThat(tokenizer.encodePassage("abc")).containsExactly(5, 2, 7);
            assertThat(tokenizer.encode("abc")).containsExactly(2, 7);
            assertThat(tokenizer.encodeTemplate("<s>")).containsExactly(1);
            assertThat(tokenizer.encode("<s>")).doesNotContain(1);
        }
        try (LoadableModel model = open(sentencePieces().flag("tokenizer.ggml.add_space_prefix", false));
                Tokenizer tokenizer = Tokenizer.fromJson(model.text().tokenizerJson())) {
            assertThat(tokenizer.encodePassage("abc")).containsExactly(2, 7);
        }
    }

    @Test
    void sentence_pieces_without_scores_and_other_tokenizers_are_refused_by_name() {
        assertThatThrownBy(() ->
                        open(sentencePieces().without("tokenizer.ggml.scores")).text())
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("lacks tokenizer.ggml.scores");
        assertThatThrownBy(() -> open(sentencePieces().reals("tokenizer.ggml.scores", List.of(0f)))
                        .text())
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("8 tokens but 1 scores");
        assertThatThrownBy(() -> open(TinyGguf.llama().string("tokenizer.ggml.model", "bert"))
                        .text())
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("tokenizer.ggml.model is bert; Winnow reads gpt2");
    }

    private static GgufBytes sentencePieces() {
        return TinyGguf.llama()
                .string("tokenizer.ggml.model", "llama")
                .strings("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "a", "b", "c", "\u2581", "ab", "bc"))
                .numbers("tokenizer.ggml.token_type", List.of(2, 3, 1, 1, 1, 1, 1, 1))
                .reals("tokenizer.ggml.scores", List.of(0f, 0f, -3f, -4f, -5f, -6f, -2f, -1f))
                .without("tokenizer.ggml.merges");
    }

    @Test
    void unused_tokens_at_the_end_are_padding() throws IOException {
        GgufBytes padded = TinyGguf.llama().numbers("tokenizer.ggml.token_type", List.of(3, 3, 3, 1, 5, 1, 5, 5));
        try (LoadableModel model = open(padded)) {
            assertThat(model.shape().vocabulary()).isEqualTo(6);
            assertThat(model.endTokens()).containsExactlyInAnyOrder(0, 2);
        }
        assertThatThrownBy(() ->
                        open(padded.number("tokenizer.ggml.eos_token_id", 6)).endTokens())
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("eos_token_id is 6, but there are 6 tokens");
    }

    @Test
    void token_types_that_do_not_fit_the_tokens_are_refused() {
        assertThatThrownBy(() -> open(TinyGguf.llama().numbers("tokenizer.ggml.token_type", List.of(3, 3, 1))))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("8 tokens have 3 token types");
        assertThatThrownBy(() -> open(TinyGguf.llama().numbers("tokenizer.ggml.token_type", Collections.nCopies(8, 5))))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("no tokens");
    }

    private LoadableModel open(GgufBytes file) throws IOException {
        return GgufModel.open(Files.write(folder.resolve("Tiny-Test.Q4_1.gguf"), file.bytes()));
    }

    private static float[] firstOfEachRow(float[] values) {
        float[] firsts = new float[values.length / TinyGguf.HIDDEN];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = values[i * TinyGguf.HIDDEN];
        }
        return firsts;
    }
}
