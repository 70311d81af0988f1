package dev.winnow.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.Terminal;
import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        for (Path path : new Path[] {installation.logs(), installation.run()}) {
            assertThat(permissions(path)).isEqualTo("rwx------");
        }
        // Root's database runs as another user, who must pass through.
        assertThat(permissions(installation.root())).isEqualTo(ThisUser.isRoot() ? "rwx--x--x" : "rwx------");
    }

    @Test
    void a_folder_with_other_things_is_refused_and_left_as_it_was() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "chapter one");

        assertThatThrownBy(() -> new Installation(folder).prepare())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("thesis.txt")
                .hasMessageContaining("--data");

        try (var left = Files.list(folder)) {
            assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly("thesis.txt");
        }
    }

    @Test
    void an_empty_folder_and_one_of_a_new_file_system_are_taken() throws IOException {
        Files.createDirectory(folder.resolve("lost+found"));

        new Installation(folder).prepare();

        assertThat(folder.resolve("admin.key")).exists();
    }

    @Test
    void commands_that_begin_at_once_agree_on_the_keys() throws Exception {
        int commands = 8;
        CyclicBarrier together = new CyclicBarrier(commands);
        ExecutorService pool = Executors.newFixedThreadPool(commands);
        try {
            for (int round = 0; round < 20; round++) {
                Path root = folder.resolve("data-" + round);
                Callable<String> command = () -> {
                    Installation installation = new Installation(root);
                    together.await();
                    installation.prepare();
                    return installation.adminKey().orElseThrow();
                };
                Set<String> keys = new HashSet<>();
                for (Future<String> key : pool.invokeAll(Collections.nCopies(commands, command))) {
                    keys.add(key.get());
                }
                assertThat(keys).hasSize(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void settings_are_kept_for_the_next_start() {
        Installation installation = new Installation(folder);
        Settings settings = new Settings(9001, "hf:org/name", "int8", 3);

        installation.save(settings);

        assertThat(installation.settings()).contains(settings);
        assertThat(settings.url()).isEqualTo("http://127.0.0.1:9001");
        Settings atServer = new Settings(9001, "hf:org/name", "int8", 3, "http://127.0.0.1:8000");
        installation.save(atServer);
        assertThat(installation.settings()).contains(atServer);
    }

    @Test
    void settings_of_a_version_that_knew_no_servers_are_read() throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"port\": 9001, \"model\": \"hf:org/name\", \"quantization\": \"int8\", \"workers\": 3}");

        assertThat(new Installation(folder).settings()).contains(new Settings(9001, "hf:org/name", "int8", 3));
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

    @Test
    void roots_data_are_where_another_user_can_reach_his_own_part() {
        assertThat(Surroundings.usualData(true, Path.of("/root"))).isEqualTo(Path.of("/var/lib/winnow"));
        assertThat(Surroundings.usualData(false, Path.of("/home/ann"))).isEqualTo(Path.of("/home/ann/.winnow"));
    }

    @Test
    void hints_name_the_data_folder_unless_it_is_the_usual_one() {
        Surroundings surroundings = new Terminal(folder).surroundings();

        assertThat(surroundings.dataHint(surroundings.installation(null))).isEmpty();
        assertThat(surroundings.dataHint(new Installation(Path.of("/x/y")))).isEqualTo(" --data /x/y");
        assertThat(surroundings.dataHint(new Installation(Path.of("/my data")))).isEqualTo(" --data '/my data'");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
