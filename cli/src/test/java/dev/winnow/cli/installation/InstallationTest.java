package dev.winnow.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.Terminal;
import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path folder;

    @Test
    void keys_are_made_once_and_only_their_owner_may_read_them() throws IOException {
        Installation installation = new Installation(folder.resolve("data"));

        installation.prepare();
        String key = installation.adminKey().orElseThrow();
        installation.prepare();

        assertThat(key).startsWith("wk_").hasSizeGreaterThan(40);
        assertThat(installation.adminKey()).contains(key);
        assertThat(installation.workerKey()).isPresent().isNotEqualTo(installation.adminKey());
        for (String file : new String[] {"admin.key", "worker.key"}) {
            assertThat(permissions(installation.root().resolve(file))).isEqualTo("rw-------");
        }
        for (Path path : new Path[] {installation.root(), installation.logs(), installation.run()}) {
            assertThat(permissions(path)).isEqualTo("rwx------");
        }
    }

    @Test
    void settings_are_kept_for_the_next_start() {
        Installation installation = new Installation(folder);
        Settings settings = new Settings(9001, "hf:org/name", "int8", 3);

        installation.save(settings);

        assertThat(installation.settings()).contains(settings);
        assertThat(settings.url()).isEqualTo("http://127.0.0.1:9001");
    }

    @Test
    void a_folder_that_cannot_be_made_is_named_with_the_way_out() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new Installation(file.resolve("data")).prepare())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("WINNOW_DATA");
    }

    @Test
    void the_data_folder_is_the_one_given_else_that_of_the_environment_else_that_of_the_home() {
        Surroundings surroundings = new Terminal(folder).surroundings();
        assertThat(surroundings.installation(Path.of("/x")).root()).isEqualTo(Path.of("/x"));
        assertThat(surroundings.installation(null).root()).isEqualTo(folder.resolve("data"));
        assertThat(new Terminal(folder)
                        .with("WINNOW_DATA", "")
                        .surroundings()
                        .installation(null)
                        .root())
                .isEqualTo(folder.resolve("home/.winnow"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
