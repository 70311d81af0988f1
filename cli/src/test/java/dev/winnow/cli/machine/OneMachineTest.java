package dev.winnow.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From `up` to `down` with real processes; only what they do is stood in for. */
class OneMachineTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @BeforeEach
    void buildApplications() throws IOException {
        application("coordinator", StandInCoordinator.class);
        application("gpu-worker", StandInWorker.class);
    }

    @AfterEach
    void down() {
        terminal().run("down");
    }

    @Test
    void what_is_killed_runs_again_and_down_leaves_nothing() throws IOException {
        int port = freePort();
        Terminal up = terminal();
        assertThat(up.run("up", "-d", "--workers", "2", "--port", String.valueOf(port)))
                .as(up.err())
                .isZero();
        assertThat(up.out()).contains("Winnow is ready at http://127.0.0.1:" + port);

        JsonNode status = status();
        assertThat(status.path("ready").asBoolean()).isTrue();
        assertThat(status.at("/jobs/done").asInt()).isEqualTo(2);
        assertThat(status.at("/workers/1/name").asText()).isEqualTo("worker-2");
        assertThat(status.at("/workers/1/model").asText()).isEqualTo("small");
        assertThat(status.at("/workers/1/state").asText()).isEqualTo("ready");
        assertThat(Files.readString(folder.resolve("data/logs/worker-1.log")))
                .contains("amqp://winnow:p%2Fw@127.0.0.1:5999/%2F http://127.0.0.1:" + port + " wk_")
                .contains("PASSIVE memory ")
                .doesNotContain("memory null");

        killAndAwaitSuccessor("/workers/0/pid");
        killAndAwaitSuccessor("/coordinators/0/pid");

        Terminal again = terminal();
        assertThat(again.run("up", "-d")).isEqualTo(2);
        assertThat(again.err()).contains("already runs").contains("winnow down");

        JsonNode last = status();
        Terminal down = terminal();
        assertThat(down.run("down")).isZero();
        assertThat(down.out()).contains("Winnow is stopped");
        assertThat(down.err()).contains("coordinator (process").contains("worker-2 (process");
        for (String pid : new String[] {"/coordinators/0/pid", "/workers/0/pid", "/workers/1/pid"}) {
            assertThat(ProcessHandle.of(last.at(pid).asLong()).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
        assertThat(status().path("ready").asBoolean()).isFalse();
    }

    @Test
    void a_server_in_the_models_place_is_kept_for_the_next_start_until_a_model_or_none_is_named() throws IOException {
        String port = String.valueOf(freePort());
        assertThat(terminal().run("up", "-d", "--port", port, "--server", "http://127.0.0.1:8000/v1"))
                .isZero();
        assertThat(terminal().run("down")).isZero();
        assertThat(terminal().run("up", "-d")).isZero();
        assertThat(terminal().run("down")).isZero();
        assertThat(terminal().run("up", "-d", "--server", "none")).isZero();
        assertThat(terminal().run("down")).isZero();

        assertThat(Files.readString(folder.resolve("data/logs/worker-1.log")).lines())
                .map(line -> line.substring(line.indexOf("server '")))
                .containsExactly("server 'http://127.0.0.1:8000/v1'", "server 'http://127.0.0.1:8000/v1'", "server ''");
    }

    @Test
    void the_exports_are_fit_for_eval() throws IOException {
        int port = freePort();
        assertThat(terminal().run("up", "-d", "--port", String.valueOf(port))).isZero();

        Terminal status = terminal();
        assertThat(status.run("status", "--env")).isZero();
        assertThat(status.out().lines())
                .containsExactly(
                        "export WINNOW_URL='http://127.0.0.1:" + port + "'",
                        "export WINNOW_API_KEY='"
                                + Files.readString(folder.resolve("data/admin.key"))
                                        .strip() + "'");
    }

    @Test
    void a_coordinator_that_cannot_start_is_told_with_the_end_of_its_log() throws IOException {
        Files.createFile(folder.resolve("break"));

        Terminal up = terminal();
        assertThat(up.run("up", "-d", "--port", String.valueOf(freePort()))).isEqualTo(1);

        assertThat(up.err()).contains("coordinator ended with exit code 1").contains("the disk is on fire");
        assertThat(status().path("coordinators")).isEmpty();
    }

    @Test
    void a_worker_that_cannot_begin_is_told_in_its_own_words() throws IOException {
        Terminal up = terminal();
        assertThat(up.run("up", "-d", "--model", "pypi:broken==1", "--port", String.valueOf(freePort())))
                .isEqualTo(1);

        assertThat(up.err()).contains("worker-1 cannot begin: the model is broken: take another");
        assertThat(status().path("workers")).isEmpty();
    }

    @Test
    void two_that_start_at_once_leave_one_running() throws Exception {
        Terminal first = terminal();
        Terminal second = terminal();
        int port = freePort();
        int otherPort = freePort();
        CompletableFuture<Integer> one =
                CompletableFuture.supplyAsync(() -> first.run("up", "-d", "--port", String.valueOf(port)));
        CompletableFuture<Integer> other =
                CompletableFuture.supplyAsync(() -> second.run("up", "-d", "--port", String.valueOf(otherPort)));

        assertThat(List.of(one.get(), other.get()))
                .as(first.err() + second.err())
                .containsExactlyInAnyOrder(0, 2);
        JsonNode status = status();
        assertThat(status.path("ready").asBoolean()).isTrue();
        assertThat(status.path("url").asText()).endsWith(":" + (one.get() == 0 ? port : otherPort));
        assertThat(status.path("workers")).hasSize(1);
    }

    @Test
    void a_demo_leaves_alone_what_it_did_not_start() throws IOException {
        Path data = folder.resolve("data-demo");
        assertThat(terminal().run("up", "-d", "--data", data.toString(), "--port", String.valueOf(freePort())))
                .isZero();
        try {
            Terminal demo = terminal();
            assertThat(demo.run("demo")).isEqualTo(2);
            assertThat(demo.err()).contains("already runs").contains("winnow down --data " + data);

            Terminal status = terminal();
            assertThat(status.run("status", "--data", data.toString())).isZero();
        } finally {
            terminal().run("down", "--data", data.toString());
        }
    }

    @Test
    void the_failure_of_an_earlier_start_is_not_told_again() throws IOException {
        Files.createDirectories(folder.resolve("data/run"));
        Files.writeString(folder.resolve("data/run/failure.txt"), "the disk was on fire last week");

        Terminal up = terminal();
        assertThat(up.run("up", "-d", "--port", String.valueOf(freePort())))
                .as(up.err())
                .isZero();
    }

    @Test
    void a_start_that_failed_is_not_remembered() throws IOException {
        assertThat(terminal().run("up", "-d", "--model", "pypi:broken==1", "--port", String.valueOf(freePort())))
                .isEqualTo(1);
        assertThat(folder.resolve("data/settings.json")).doesNotExist();

        Terminal next = terminal();
        assertThat(next.run("up", "-d", "--port", String.valueOf(freePort())))
                .as(next.err())
                .isZero();
    }

    @Test
    void a_worker_that_lives_on_but_cannot_go_on_is_started_again() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        assertThat(terminal().run("up", "-d", "--model", model.toString(), "--port", String.valueOf(freePort())))
                .isZero();
        long first = status().at("/workers/0/pid").asLong();

        Files.createFile(model.resolve("fail-once"));

        awaitStatus(status -> status.at("/workers/0/state").asText().equals("ready")
                && status.at("/workers/0/pid").asLong() != first);
        assertThat(Files.readString(folder.resolve("data/logs/supervisor.log")))
                .contains("worker-1 cannot go on and is started again: the model is broken: take another");
    }

    private void killAndAwaitSuccessor(String pointer) throws IOException {
        long killed = status().at(pointer).asLong();
        assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
        awaitStatus(status -> status.path("ready").asBoolean()
                && status.at("/workers/0/state").asText().equals("ready")
                && status.at(pointer).asLong() != killed
                && status.at(pointer).asLong() != 0);
    }

    private void awaitStatus(Predicate<JsonNode> condition) throws IOException {
        long began = System.nanoTime();
        JsonNode status = status();
        while (!condition.test(status)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("%s", status)
                    .isLessThan(LIMIT);
            Thread.onSpinWait();
            status = status();
        }
    }

    private JsonNode status() throws IOException {
        Terminal terminal = terminal();
        terminal.run("status", "--json");
        return new ObjectMapper().readTree(terminal.out());
    }

    private Terminal terminal() {
        return new Terminal(folder);
    }

    private void application(String module, Class<?> main) throws IOException {
        Path app = Files.createDirectories(folder.resolve("project/" + module + "/target/quarkus-app"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        try (OutputStream file = Files.newOutputStream(app.resolve("quarkus-run.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Class<?> type : new Class<?>[] {StandInCoordinator.class, StandInWorker.class}) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                    assertThat(bytes).isNotNull();
                    if (bytes != null) {
                        bytes.transferTo(jar);
                    }
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
