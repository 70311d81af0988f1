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
                .contains("PASSIVE");

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
        Files.createDirectories(folder.resolve("data"));
        Files.createFile(folder.resolve("data/break"));

        Terminal up = terminal();
        assertThat(up.run("up", "-d", "--port", String.valueOf(freePort()))).isEqualTo(1);

        assertThat(up.err()).contains("coordinator ended with exit code 1").contains("the disk is on fire");
        assertThat(status().path("coordinators")).isEmpty();
    }

    @Test
    void a_worker_that_cannot_begin_is_told_in_its_own_words() throws IOException {
        Terminal up = terminal();
        assertThat(up.run("up", "-d", "--model", "broken", "--port", String.valueOf(freePort())))
                .isEqualTo(1);

        assertThat(up.err()).contains("worker-1 cannot begin: the model is broken: take another");
        assertThat(status().path("workers")).isEmpty();
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
