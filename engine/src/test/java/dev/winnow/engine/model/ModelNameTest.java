package dev.winnow.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.work.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNameTest {
    @ParameterizedTest
    @CsvSource({
        "SmolLM2-135M-Instruct.Q4_1.gguf, smollm2-135m-instruct",
        "smollm2-135m-instruct-q8_0.gguf, smollm2-135m-instruct",
        "Qwen2.5-0.5B-Instruct-Q4_K_M.gguf, qwen2.5-0.5b-instruct",
        "tinyllama-1.1b-chat-v1.0.IQ4_XS.GGUF, tinyllama-1.1b-chat-v1.0",
        "model-F16.gguf, model",
        "Qwen2.5-0.5B-Instruct, qwen2.5-0.5b-instruct",
        "My Model (final), my-model-final-",
        "_hidden, hidden"
    })
    void names_become_legal_and_lose_their_quantization(String file, String name) {
        assertThat(ModelName.of(file)).isEqualTo(name);
        assertThat(new Pool(name, "f16").model()).isEqualTo(name);
    }

    @Test
    void long_names_are_cut() {
        assertThat(ModelName.of("a".repeat(300))).hasSize(100);
    }

    @Test
    void name_without_letters_is_refused() {
        assertThatThrownBy(() -> ModelName.of("---.gguf"))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("rename the file");
    }
}
