package dev.winnow.coordinator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was committed is lost, however the processes end. */
@Tag("postgresql")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class HardKillTest {
    @TempDir
    Path folder;

    @Test
    void committed_rows_survive_a_killed_coordinator_whose_server_lives_on() throws Exception {
        Process coordinator = startAndCommit();

        coordinator.destroyForcibly().waitFor();

        assertThat(postmaster().isAlive()).isTrue();
        assertThat(committedRows()).isEqualTo(CommittingProcess.ROWS);
        assertThat(Files.readString(folder.resolve("postgres.log"))).contains("received fast shutdown request");
    }

    @Test
    void committed_rows_survive_when_coordinator_and_server_are_killed_together() throws Exception {
        Process coordinator = startAndCommit();
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> servers =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();

        coordinator.destroyForcibly();
        servers.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle server : servers) {
            server.onExit().get();
        }
        coordinator.waitFor();

        assertThat(committedRows()).isEqualTo(CommittingProcess.ROWS);
        assertThat(Files.readString(folder.resolve("postgres.log"))).contains("not properly shut down");
    }

    @Test
    void process_id_that_meanwhile_belongs_to_a_stranger_is_left_alone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "100").start();
        try (DataFolder data = DataFolder.open(folder)) {
            EmbeddedPostgres.start(data, 0).close();
            Files.writeString(folder.resolve("postgres").resolve("postmaster.pid"), stranger.pid() + "\n");

            EmbeddedPostgres.start(data, 0).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private Process startAndCommit() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        CommittingProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder output = new StringBuilder();
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(CommittingProcess.COMMITTED)) {
                return process;
            }
            output.append(line).append('\n');
        }
        throw new AssertionError("the process ended before it had committed:\n" + output);
    }

    private ProcessHandle postmaster() throws IOException {
        Path pidFile = folder.resolve("postgres").resolve("postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)))
                .orElseThrow();
    }

    private long committedRows() throws Exception {
        try (DataFolder data = DataFolder.open(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0);
                Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(distinct id), count(*), min(id) from kept")) {
            rows.next();
            assertThat(rows.getLong(2)).isEqualTo(rows.getLong(1));
            assertThat(rows.getInt(3)).isZero();
            return rows.getLong(1);
        }
    }
}
