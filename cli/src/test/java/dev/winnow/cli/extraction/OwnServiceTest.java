package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets the key of this machine's installation: its own coordinator, while it lives, and nobody else. */
class OwnServiceTest {
    @TempDir
    Path folder;

    private final StandInService service = started();
    private Installation installation = new Installation(Path.of(""));

    private static StandInService started() {
        try {
            return new StandInService();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void install() {
        installation = new Installation(folder.resolve("data"));
        installation.prepare();
        installation.save(new Settings(
                URI.create(service.url()).getPort(), Settings.DEFAULT_MODEL, Settings.DEFAULT_QUANTIZATION, 0));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void the_living_coordinator_gets_the_key() throws IOException {
        record(Duration.ZERO);

        Terminal terminal = new Terminal(folder);
        assertThat(terminal.run("jobs", "list")).as(terminal.err()).isZero();
        assertThat(service.authorization())
                .isEqualTo("Bearer " + installation.adminKey().orElseThrow());
    }

    @Test
    void whoever_listens_on_the_port_of_a_coordinator_that_has_ended_gets_nothing() throws IOException {
        for (boolean recorded : new boolean[] {false, true}) {
            if (recorded) {
                record(Duration.ofHours(1)); // its number is another process's now
            }
            for (String[] command : new String[][] {
                {"jobs", "list"},
                {"jobs", "show", "j"},
                {"models", "list"},
                {"workers"},
                {"status", "--env"},
                {"status"}
            }) {
                Terminal terminal = new Terminal(folder);
                assertThat(terminal.run(command)).isEqualTo(3);
                assertThat(terminal.out() + terminal.err())
                        .contains("does not run")
                        .contains("winnow up -d");
            }
        }
        assertThat(service.authorization()).isEmpty();
    }

    @Test
    void a_service_elsewhere_gets_the_key_that_is_meant_for_it_or_none() {
        Terminal terminal = new Terminal(folder).with("WINNOW_URL", service.url());

        assertThat(terminal.run("jobs", "list")).isEqualTo(2);

        assertThat(terminal.err()).contains("WINNOW_API_KEY");
        assertThat(service.authorization()).isEmpty();
    }

    @Test
    void jobs_models_and_workers_are_found_by_the_data_folder_too() throws IOException {
        record(Duration.ZERO);
        String data = installation.root().toString();
        Path elsewhere = folder.resolve("elsewhere");

        Terminal terminal = new Terminal(elsewhere);
        assertThat(terminal.run("jobs", "list", "--data", data))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.run("jobs", "cancel", "--data", data, "j-1")).isZero();
        assertThat(terminal.out()).contains("j-0", "Job j-1 is cancelled");
        assertThat(new Terminal(elsewhere).run("jobs", "list")).isEqualTo(3);
        for (String[] command : new String[][] {{"models", "list", "--data", data}, {"workers", "--data", data}}) {
            Terminal other = new Terminal(elsewhere);
            other.run(command);
            assertThat(other.err()).doesNotContain("Unknown option").doesNotContain("does not run");
        }
    }

    /** Records this very process as the coordinator, as if it had started that much earlier. */
    private void record(Duration earlier) throws IOException {
        ProcessRecord own = ProcessRecord.of("coordinator", ProcessHandle.current(), Map.of("url", service.url()));
        new RunFolder(installation.run())
                .add(new ProcessRecord(own.name(), own.pid(), own.startedAt().minus(earlier), own.facts()));
    }
}
