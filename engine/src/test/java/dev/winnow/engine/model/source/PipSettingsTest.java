package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipSettingsTest {
    @TempDir
    Path folder;

    @Test
    void public_index_is_the_default() throws IOException {
        assertThat(index(Map.of())).isEqualTo("https://pypi.org/simple/");
    }

    @Test
    void each_place_gives_way_to_the_next_more_important_one() throws IOException {
        write("root/etc/pip.conf", "[global]\nindex-url = https://machine.example/simple\n");
        assertThat(index(Map.of())).isEqualTo("https://machine.example/simple/");

        write("home/.pip/pip.conf", "[global]\nindex-url = https://old.example/simple\n");
        assertThat(index(Map.of())).isEqualTo("https://old.example/simple/");

        write("home/.config/pip/pip.conf", "[install]\nindex_url: https://user.example/simple/\n");
        assertThat(index(Map.of())).isEqualTo("https://user.example/simple/");

        Path own = write("own.conf", "[global]\nindex-url=https://own.example/simple\n");
        assertThat(index(Map.of("PIP_CONFIG_FILE", own.toString()))).isEqualTo("https://own.example/simple/");

        assertThat(index(Map.of("PIP_CONFIG_FILE", own.toString(), "PIP_INDEX_URL", "http://env.example/simple")))
                .isEqualTo("http://env.example/simple/");
    }

    @Test
    void null_device_as_configuration_means_none() throws IOException {
        write("root/etc/pip.conf", "[global]\nindex-url = https://machine.example/simple\n");

        assertThat(index(Map.of("PIP_CONFIG_FILE", "/dev/null"))).isEqualTo("https://pypi.org/simple/");
    }

    @Test
    void comments_other_sections_and_other_keys_are_passed_over() throws IOException {
        write("root/etc/pip.conf", """
                # index-url = https://comment.example
                [list]
                index-url = https://list.example
                [global]
                extra-index-url = https://extra.example
                cert = x
                """);

        assertThat(index(Map.of())).isEqualTo("https://pypi.org/simple/");
    }

    @Test
    void index_that_is_no_web_address_is_refused_without_showing_it() {
        assertThatThrownBy(() -> index(Map.of("PIP_INDEX_URL", "ftp://user:secret@index.example")))
                .hasMessageContaining("PIP_INDEX_URL")
                .hasMessageNotContaining("secret");
    }

    private String index(Map<String, String> variables) throws IOException {
        return PipSettings.index(new Environment(variables, folder.resolve("home"), folder.resolve("root")))
                .toString();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
