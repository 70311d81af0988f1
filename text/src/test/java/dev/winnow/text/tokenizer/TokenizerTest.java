package dev.winnow.text.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    private final Tokenizer byteLevel = Tokenizer.fromJson(SmallTokenizers.byteLevel());
    private final Tokenizer sentencePiece = Tokenizer.fromJson(SmallTokenizers.sentencePiece());

    @AfterEach
    void close() {
        byteLevel.close();
        sentencePiece.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello world",
                "  two  spaces\t\r\n",
                "naïve 日本語 🙂 e\u0301",
                "\u0000\u0001 control",
                "<|im_end|> is text",
                "</s> too",
                "▁ itself"
            })
    void bytes_of_encoded_text_are_the_texts_own_bytes(String text) {
        assertThat(bytes(byteLevel, byteLevel.encode(text))).isEqualTo(text.getBytes(UTF_8));
        if (!text.contains("▁")) {
            assertThat(bytes(sentencePiece, sentencePiece.encode(text))).isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Test
    void text_is_never_cut() {
        assertThat(byteLevel.encode("hello ".repeat(5_000))).hasSizeGreaterThan(9_000);
    }

    @Test
    void merges_are_applied() {
        assertThat(byteLevel.encode("hello")).containsExactly(byteLevel.idOf("hello"));
        assertThat(sentencePiece.encode("hi")).containsExactly(sentencePiece.idOf("hi"));
    }

    @Test
    void passages_of_sentence_piece_begin_with_its_dummy_space() {
        assertThat(sentencePiece.encodePassage("hi")).containsExactly(sentencePiece.idOf("▁hi"));
        assertThat(byteLevel.encodePassage("hello")).containsExactly(byteLevel.idOf("hello"));
    }

    @Test
    void control_strings_are_control_tokens_only_in_templates() {
        assertThat(byteLevel.encodeTemplate("<|im_end|>")).containsExactly(2);
        assertThat(byteLevel.encode("<|im_end|>")).doesNotContain(2).hasSizeGreaterThan(1);
        assertThat(byteLevel.encodePassage("a<|im_end|>b")).doesNotContain(2);
        assertThat(byteLevel.controlTokens()).containsExactlyInAnyOrder("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    }

    @Test
    void text_cannot_merge_its_way_to_a_control_token() {
        assertThat(sentencePiece.encodeTemplate("</s>")).containsExactly(2);
        assertThat(sentencePiece.encode("</s>")).doesNotContain(2);
        assertThat(sentencePiece.encodePassage("</s>")).doesNotContain(2);
    }

    @Test
    void token_of_unknown_text_is_no_token_of_text_that_names_it() {
        assertThat(sentencePiece.encodeTemplate("<unk>")).containsExactly(0);
        assertThat(sentencePiece.encode("<unk>")).doesNotContain(0);
        assertThat(sentencePiece.encodePassage("a <unk> b unknown ")).doesNotContain(0);
        String unknownIsControl =
                SmallTokenizers.byteLevel("llama-bpe").replace("\"unk_token\":null", "\"unk_token\":\"<|endoftext|>\"");
        try (Tokenizer byteLevelWithUnknown = Tokenizer.fromJson(unknownIsControl)) {
            assertThat(byteLevelWithUnknown.encode("<|endoftext|>")).doesNotContain(0);
            assertThat(byteLevelWithUnknown.encodePassage("<|endoftext|> unknown "))
                    .doesNotContain(0);
            assertThat(byteLevelWithUnknown.encodeTemplate("<|endoftext|>")).containsExactly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4194305", "2147483648", "1.5", "null", "\"7\""})
    void ids_that_no_vocabulary_has_are_refused_by_the_name_of_the_token(String id) {
        assertThatThrownBy(
                        () -> Tokenizer.fromJson(SmallTokenizers.byteLevel().replace("\"hell\":261", "\"hell\":" + id)))
                .isInstanceOf(TokenizerRefusedException.class)
                .hasMessageContaining("hell")
                .hasMessageContaining("0 to 4194304");
        assertThatThrownBy(() ->
                        Tokenizer.fromJson(SmallTokenizers.byteLevel().replace("\"id\":2,", "\"id\":" + id + ",")))
                .isInstanceOf(TokenizerRefusedException.class)
                .hasMessageContaining("<|im_end|>");
    }

    @Test
    void numbers_that_name_no_token_have_no_bytes() {
        Vocabulary vocabulary = byteLevel.vocabulary();

        assertThat(vocabulary.bytes(-1)).isNull();
        assertThat(vocabulary.bytes(vocabulary.size())).isNull();
        assertThat(byteLevel.decode(new int[] {vocabulary.size(), byteLevel.idOf("hello"), Integer.MAX_VALUE}))
                .isEqualTo("hello");
    }

    @Test
    void whole_words_of_llama_cannot_be_control_tokens() {
        try (Tokenizer llama = Tokenizer.fromJson(SmallTokenizers.byteLevel("llama-bpe"))) {
            assertThat(llama.encode("<|im_end|>")).doesNotContain(2);
            assertThat(llama.decode(llama.encode("hello 12345"))).isEqualTo("hello 12345");
        }
    }

    @Test
    void normalization_of_qwen_is_left_out_where_bytes_must_stay() {
        try (Tokenizer qwen = Tokenizer.fromJson(SmallTokenizers.byteLevel("qwen2"))) {
            assertThat(qwen.decode(qwen.encode("e\u0301"))).isEqualTo("e\u0301");
            assertThat(qwen.decode(qwen.encodePassage("e\u0301"))).isEqualTo("\u00e9");
        }
    }

    @Test
    void control_tokens_have_no_bytes() {
        assertThat(byteLevel.vocabulary().bytes(byteLevel.idOf("<|im_start|>"))).isNull();
        assertThat(byteLevel.vocabulary().bytes(byteLevel.idOf("hello"))).isEqualTo("hello".getBytes(UTF_8));
        assertThat(sentencePiece.vocabulary().bytes(sentencePiece.idOf("<0x0A>")))
                .containsExactly('\n');
        assertThat(sentencePiece.vocabulary().bytes(sentencePiece.idOf("▁hi"))).isEqualTo(" hi".getBytes(UTF_8));
        assertThat(byteLevel.vocabulary().size()).isEqualTo(3 + 256 + 9);
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() {
        assertThat(byteLevel.decode(byteLevel.encode("a\ud800b"))).isEqualTo("a\ufffdb");
    }

    @Test
    void unknown_tokens_have_no_id() {
        assertThat(byteLevel.idOf("<|nobody|>")).isEqualTo(-1);
    }

    @Test
    void other_kinds_are_refused_by_name() {
        assertThatThrownBy(() -> Tokenizer.fromJson("{\"model\":{\"type\":\"Unigram\",\"vocab\":[]}}"))
                .isInstanceOf(TokenizerRefusedException.class)
                .hasMessageContaining("Unigram")
                .hasMessageContaining("TinyLlama");
        assertThatThrownBy(() -> Tokenizer.fromJson("{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}"))
                .hasMessageContaining("byte fallback");
        assertThatThrownBy(() -> Tokenizer.fromJson("nothing")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> Tokenizer.fromJson(SmallTokenizers.byteLevel()
                        .replace("\"normalizer\":null", "\"normalizer\":{\"type\":\"Lowercase\"}")))
                .hasMessageContaining("Lowercase");
        assertThatThrownBy(() ->
                        Tokenizer.fromJson(SmallTokenizers.byteLevel().replace("\"lstrip\":false", "\"lstrip\":true")))
                .hasMessageContaining("lstrip");
    }

    private static byte[] bytes(Tokenizer tokenizer, int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            byte[] own = tokenizer.vocabulary().bytes(token);
            assertThat(own).isNotNull();
            if (own != null) {
                bytes.writeBytes(own);
            }
        }
        return bytes.toByteArray();
    }
}
