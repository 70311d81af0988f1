package dev.winnow.benchmarks.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.installation.Settings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.source.ModelSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line refuses before it starts anything is what the worker would refuse, and nothing else. */
class SameWordsTest {
    @Test
    void the_command_line_knows_the_numeric_modes_of_the_engine() {
        assertThat(Settings.QUANTIZATIONS)
                .containsExactlyElementsOf(Arrays.stream(NumericMode.values())
                        .filter(mode -> mode.runsOn(Device.CPU))
                        .map(NumericMode::wireName)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Settings.DEFAULT_MODEL,
                "pypi:Some_Package.name==1.0.post1+cpu",
                "hf:HuggingFaceTB/SmolLM2-135M-Instruct",
                "hf:org/name/file.q8_0.gguf@refs-pr-1",
                "hf:org/name@main",
                "models/local",
                "/models/local.gguf",
                "bare"
            })
    void models_that_the_worker_understands_are_let_through(String model) {
        assertThatCode(() -> ModelSource.parse(model)).doesNotThrowAnyException();
        assertThatCode(() -> settings(model)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "pypi:package",
                "pypi:==1",
                "pypi:package==",
                "pypi:-package==1",
                "hf:name",
                "hf:org/name/file.txt",
                "hf:org/../etc",
                "hf:org/name@a/b",
                "https://example.org/model",
                "s3:bucket/model"
            })
    void models_that_the_worker_does_not_understand_are_told_at_once(String model) {
        assertThatThrownBy(() -> ModelSource.parse(model)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(model)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Settings settings(String model) {
        return new Settings(Settings.DEFAULT_PORT, model, Settings.DEFAULT_QUANTIZATION, 1);
    }
}
