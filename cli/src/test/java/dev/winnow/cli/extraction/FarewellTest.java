package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarewellTest {
    private final StringWriter said = new StringWriter();

    @Test
    void who_says_c_has_the_job_cancelled() throws IOException {
        try (StandInService service = new StandInService()) {
            farewell(service, new StringReader(" C\n")).say();

            assertThat(service.cancelled()).containsExactly("/api/v1/extractions/j-1/cancel");
            assertThat(said.toString()).contains("Cancel the job?", "is cancelled", "fetch j-1");
        }
    }

    @Test
    void who_says_anything_else_or_nothing_leaves_it_running() throws IOException {
        try (StandInService service = new StandInService();
                PipedWriter silent = new PipedWriter()) {
            farewell(service, new StringReader("\n")).say();
            farewell(service, new StringReader("")).say();
            farewell(service, new PipedReader(silent)).say();

            assertThat(service.cancelled()).isEmpty();
            assertThat(said.toString()).contains("The job goes on without this command", "winnow jobs show j-1");
        }
    }

    @Test
    void without_a_terminal_nobody_is_asked() throws IOException {
        try (StandInService service = new StandInService()) {
            farewell(service, null).say();

            assertThat(service.cancelled()).isEmpty();
            assertThat(said.toString()).doesNotContain("Cancel the job?").contains("The job goes on");
        }
    }

    @Test
    void a_job_that_is_over_is_not_asked_about() throws IOException {
        try (StandInService service = new StandInService()) {
            Farewell farewell = farewell(service, new StringReader("c\n"));
            farewell.jobIsOver();

            farewell.say();

            assertThat(service.cancelled()).isEmpty();
            assertThat(said.toString()).doesNotContain("Cancel the job?").contains("fetch j-1");
        }
    }

    @Test
    void a_service_that_is_gone_by_then_is_told_with_the_command_to_try_again() throws IOException {
        Farewell farewell;
        try (StandInService service = new StandInService()) {
            farewell = farewell(service, new StringReader("c\n"));
        }

        farewell.say();

        assertThat(said.toString()).contains("could not be cancelled", "winnow jobs cancel j-1");
    }

    private Farewell farewell(StandInService service, java.io.@Nullable Reader answers) {
        PrintWriter writer = new PrintWriter(said, true);
        return new Farewell(
                new ServiceClient(new Endpoint.Named(service.url(), "key")),
                new Console(writer, writer, true),
                "j-1",
                "fetch j-1",
                answers == null ? null : new BufferedReader(answers),
                Duration.ofMillis(300));
    }
}
