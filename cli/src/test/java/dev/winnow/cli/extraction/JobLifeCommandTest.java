package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long jobs may take, and how they go. */
class JobLifeCommandTest {
    @TempDir
    Path folder;

    private StandInService service = startService();
    private Terminal terminal = new Terminal(Path.of(""));

    private static StandInService startService() {
        try {
            return new StandInService();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void prepare() {
        terminal = new Terminal(folder).with("WINNOW_URL", service.url()).with("WINNOW_API_KEY", "wk_test");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_deadline_goes_to_the_service_as_it_is_written() throws IOException {
        Path file = Files.writeString(folder.resolve("in.jsonl"), "{\"input\":\"one\"}\n");

        int code = terminal.run("extract", "--keys", "title", "--deadline", "PT12H", "--no-wait", file.toString());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(service.received().get(0).at("/options/deadline").asText()).isEqualTo("PT12H");
    }

    @Test
    void a_retry_may_bring_a_new_deadline() {
        service.answersRetry(200, service.job("running", 1));

        assertThat(terminal.run("jobs", "retry", "--deadline", "2026-01-31T18:00:00+01:00", "j-1"))
                .as(terminal.err())
                .isZero();

        assertThat(service.query()).isEqualTo("deadline=2026-01-31T18:00:00+01:00");
    }

    @Test
    void a_job_is_deleted() {
        assertThat(terminal.run("jobs", "delete", "j-1")).as(terminal.err()).isZero();

        assertThat(terminal.out()).contains("Job j-1 is deleted");
        assertThat(service.deleted()).containsExactly("/api/v1/extractions/j-1");
    }

    @Test
    void a_deletion_that_is_refused_says_why_and_what_to_do() {
        service.answersDeletion(
                409, "{\"code\":\"job_not_over\",\"detail\":\"the job is running\",\"remedy\":\"cancel it first\"}");

        assertThat(terminal.run("jobs", "delete", "j-1")).isNotZero();
        assertThat(terminal.err()).contains("the job is running").contains("cancel it first");
    }
}
