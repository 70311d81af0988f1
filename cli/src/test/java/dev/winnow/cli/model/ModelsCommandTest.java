package dev.winnow.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void fill_the_cache() throws IOException {
        cache = folder.resolve("cache");
        write("pypi/tiny-1.0/tiny.gguf");
        write("pypi/tiny-1.0/.complete");
        write("hf/Org/Name/main/model.safetensors");
        write("packed/tiny-int8/winnow-model.json");
        write("natives/libtorch.so");
    }

    @Test
    void a_model_is_removed_by_the_name_that_it_is_given_by() {
        assertThat(terminal().run("models", "remove", "pypi:tiny==1.0")).isZero();
        assertThat(terminal().run("models", "remove", "hf:Org/Name")).isZero();
        assertThat(terminal()
                        .run(
                                "models",
                                "remove",
                                cache.resolve("packed/tiny-int8").toString()))
                .isZero();

        assertThat(cache.resolve("pypi/tiny-1.0")).doesNotExist();
        assertThat(cache.resolve("hf/Org/Name/main")).doesNotExist();
        assertThat(cache.resolve("packed/tiny-int8")).doesNotExist();
        assertThat(cache.resolve("natives/libtorch.so")).exists();
    }

    @Test
    void what_is_no_model_of_the_cache_is_left_alone() {
        for (String place : List.of(
                "",
                "hf",
                "hf/Org/Name",
                "pypi",
                "packed",
                "natives",
                "natives/libtorch.so",
                "pypi/tiny-1.0/tiny.gguf",
                "../cache",
                "packed/../natives")) {
            Terminal terminal = terminal();

            assertThat(terminal.run("models", "remove", cache + "/" + place))
                    .as(place)
                    .isEqualTo(2);

            assertThat(terminal.err()).as(place).contains("is no model of the model cache");
            assertThat(cache.resolve("natives/libtorch.so")).exists();
            assertThat(cache.resolve("pypi/tiny-1.0/tiny.gguf")).exists();
            assertThat(cache.resolve("hf/Org/Name/main/model.safetensors")).exists();
        }
    }

    @Test
    void a_model_that_is_not_there_is_said_not_to_be() {
        Terminal terminal = terminal();

        assertThat(terminal.run("models", "remove", "pypi:other==2")).isEqualTo(2);

        assertThat(terminal.err()).contains("is not in the model cache").contains("winnow models local");
    }

    @Test
    void without_the_engine_it_is_said_who_builds_it() {
        Terminal terminal = terminal();

        assertThat(terminal.run("models", "show", "pypi:tiny==1.0")).isEqualTo(1);

        assertThat(terminal.err()).contains("The engine is not built").contains("run ./winnow");
    }

    private Terminal terminal() {
        return new Terminal(folder).with("WINNOW_CACHE_DIR", cache.toString());
    }

    private void write(String file) throws IOException {
        Path place = cache.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, "x");
    }
}
