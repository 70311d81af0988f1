package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.StandInApi;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReextractCommandTest {
    @TempDir
    Path folder;

    @Test
    void unsure_documents_are_asked_for_again_and_the_new_job_is_named() throws IOException {
        try (StandInApi api = new StandInApi()) {
            Terminal terminal =
                    new Terminal(folder).with("WINNOW_URL", api.url()).with("WINNOW_API_KEY", "wk_test");
            api.answers("202 {\"id\": \"j-2\", \"state\": \"queued\", \"items\": 4}");

            assertThat(terminal.run(
                            "jobs",
                            "reextract",
                            "j-1",
                            "--adapter",
                            "champion",
                            "--below",
                            "0.8",
                            "--field",
                            "price",
                            "--field",
                            "title"))
                    .as(terminal.err())
                    .isZero();

            assertThat(api.calls())
                    .containsExactly("POST /api/v1/extractions/j-1/reextract {\"adapter\":\"champion\",\"below\":0.8,"
                            + "\"fields\":[\"price\",\"title\"]}");
            assertThat(terminal.out()).contains("Job j-2 extracts 4 documents again", "winnow jobs results");
            assertThat(terminal.run("jobs", "reextract", "j-1", "--adapter", "champion"))
                    .isEqualTo(2);
        }
    }

    @Test
    void the_new_job_is_waited_for_where_its_results_are_to_be_written() throws IOException {
        try (StandInApi api = new StandInApi()) {
            Terminal terminal =
                    new Terminal(folder).with("WINNOW_URL", api.url()).with("WINNOW_API_KEY", "wk_test");
            Path out = folder.resolve("again.jsonl");
            String[] reextract = {
                "jobs", "reextract", "j-1", "--adapter", "champion", "--below", "0.8", "--out", out.toString()
            };
            api.answers("202 {\"id\": \"j-2\", \"state\": \"queued\", \"items\": 1}");
            api.answers("200 {\"id\": \"j-2\", \"state\": \"done\", \"items\": 1, \"succeeded\": 1}");
            api.answers("200 {\"id\": \"a\", \"output\": {}}");

            assertThat(terminal.run(reextract)).as(terminal.err()).isZero();

            assertThat(terminal.err()).contains("Job j-2 extracts 1 documents again");
            assertThat(out).hasContent("{\"id\": \"a\", \"output\": {}}");
            assertThat(terminal.run(
                            "jobs", "reextract", "j-1", "--adapter", "a", "--below", "1", "--out", "f", "--json"))
                    .isEqualTo(2);
        }
    }
}
