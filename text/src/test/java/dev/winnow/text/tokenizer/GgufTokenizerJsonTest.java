package dev.winnow.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufTokenizerJsonTest {
    @ParameterizedTest
    @CsvSource({"smollm, 4", "qwen2, 4", "llama-bpe, 4"})
    void every_known_pre_tokenizer_opens(String pre, int digits) {
        try (Tokenizer tokenizer = Tokenizer.fromJson(SmallTokenizers.byteLevel(pre))) {
            assertThat(tokenizer.encode("2024")).hasSize(digits);
            assertThat(tokenizer.encodeTemplate("<|im_start|>user")).startsWith(1);
        }
    }

    @Test
    void others_are_refused_by_name() {
        assertThatThrownBy(() -> GgufTokenizerJson.bytePairs("falcon", List.of(), List.of(), List.of()))
                .isInstanceOf(TokenizerRefusedException.class)
                .hasMessageContaining("falcon")
                .hasMessageContaining("smollm, qwen2 and llama-bpe");
    }

    @Test
    void damaged_lists_are_refused() {
        assertThatThrownBy(() -> GgufTokenizerJson.bytePairs("smollm", List.of("a"), List.of(), List.of()))
                .hasMessageContaining("1 tokens but 0 token types");
    }
}
