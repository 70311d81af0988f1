package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractCommandTest {
    private static final String TWO =
            "{\"id\":\"a\",\"output\":{\"title\":\"x\"}}\n{\"id\":\"b\",\"output\":{\"title\":null}}\n";

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
    void lines_and_whole_files_are_streamed_after_the_options() throws IOException {
        Path lines = file(
                "in.jsonl",
                "{\"id\":\"a\",\"input\":\"one\",\"output\":{},\"instruction\":\"Do.\"}\n\n{\"input\":\"zwei ü\"}");
        Path page = file("page.txt", "Concert\ntonight");
        service.hasResults(TWO + "{\"id\":\"page.txt\",\"output\":{\"title\":\"Concert\"}}\n");

        int code = terminal.run(
                "extract",
                "--keys",
                "title, date",
                "--model",
                "m",
                "--adapter",
                "recipes@2",
                "--max-tokens",
                "64",
                "--seed",
                "7",
                "--unconstrained",
                lines.toString(),
                page.toString());

        assertThat(code).as(terminal.err()).isZero();
        List<JsonNode> received = service.received();
        assertThat(received.get(0))
                .hasToString(
                        "{\"options\":{\"keys\":[\"title\",\"date\"],\"model\":\"m\",\"adapter\":\"recipes@2\",\"max_output_tokens\":64,\"seed\":7,\"constrained\":false}}");
        assertThat(received.get(1)).hasToString("{\"id\":\"a\",\"input\":\"one\",\"instruction\":\"Do.\"}");
        assertThat(received.get(2)).hasToString("{\"input\":\"zwei ü\"}");
        assertThat(received.get(3)).hasToString("{\"id\":\"page.txt\",\"input\":\"Concert\\ntonight\"}");
        assertThat(service.authorization()).isEqualTo("Bearer wk_test");
        assertThat(terminal.out().lines()).hasSize(3).first().asString().contains("\"title\":\"x\"");
    }

    @Test
    void windows_are_asked_for_as_the_service_names_them() throws IOException {
        service.hasResults(TWO);

        int code = terminal.run(
                "extract", "--keys", "title", "--windows", "--window-tokens", "900", "--window-overlap", "0", two());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(service.received().get(0))
                .hasToString(
                        "{\"options\":{\"keys\":[\"title\"],\"windows\":true,\"window_tokens\":900,\"window_overlap_tokens\":0}}");
    }

    @Test
    void what_says_how_windows_are_cut_needs_windows() throws IOException {
        assertThat(terminal.run("extract", "--keys", "title", "--window-tokens", "900", two()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--window-tokens", "add --windows");
        assertThat(terminal.run("extract", "--keys", "title", "--window-overlap", "9", two()))
                .isEqualTo(2);
        assertThat(service.received()).isEmpty();
    }

    @Test
    void pages_are_sent_as_html_for_the_service_to_read() throws IOException {
        Path page = file("Friday.HTML", "<p>Concert</p>");
        Path lines = file("in.jsonl", "{\"html\":\"<b>x</b>\"}");
        service.hasResults(TWO);

        int code = terminal.run("extract", "--keys", "title", page.toString(), lines.toString());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(service.received().get(1)).hasToString("{\"id\":\"Friday.HTML\",\"html\":\"<p>Concert</p>\"}");
        assertThat(service.received().get(2)).hasToString("{\"html\":\"<b>x</b>\"}");
    }

    @Test
    void bad_documents_are_sent_as_they_stand_where_they_are_to_be_recorded() throws IOException {
        Path lines = folder.resolve("in.jsonl");
        Files.write(
                lines,
                "{\"id\":\"a\",\"input\":\"x\u00C3(\"}\n\n{\"input\":5,\"more\":1}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        Path page = folder.resolve("page.txt");
        Files.write(page, new byte[] {'"', (byte) 0xC3, '\n', '('});
        service.hasResults(TWO + "{\"id\":\"page.txt\",\"error\":{\"code\":\"not_utf8\",\"message\":\"line 4\"}}\n");

        int code = terminal.run(
                "extract", "--keys", "title", "--on-bad-item", "record", lines.toString(), page.toString());

        assertThat(code).as(terminal.err()).isEqualTo(1);
        List<JsonNode> received = service.received();
        assertThat(received.get(0)).hasToString("{\"options\":{\"keys\":[\"title\"],\"on_bad_item\":\"record\"}}");
        assertThat(received.get(1).path("input").asText()).startsWith("x").contains("\uFFFD");
        assertThat(received.get(2)).hasToString("{\"input\":5,\"more\":1}");
        assertThat(received.get(3).path("id").asText()).isEqualTo("page.txt");
        assertThat(received.get(3).path("input").asText()).startsWith("\"\uFFFD");
    }

    @Test
    void a_bad_document_is_refused_here_where_none_are_to_be_recorded() throws IOException {
        Path lines = file("in.jsonl", "{\"input\":5}");

        assertThat(terminal.run("extract", "--keys", "title", lines.toString())).isEqualTo(2);
        assertThat(terminal.run("extract", "--keys", "title", "--on-bad-item", "skip", two()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--on-bad-item must be refuse or record, was skip");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void results_go_to_the_file_and_nothing_else_is_left() throws IOException {
        Path out = folder.resolve("out.jsonl");
        service.hasResults(TWO);

        int code = terminal.run("extract", "--schema", schema(), "--out", out.toString(), two());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(out).hasContent(TWO);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains("2 of 2 documents done, 0 failed");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("out.jsonl", "in.jsonl", "schema.json");
        }
    }

    @Test
    void a_model_whose_worker_has_just_started_is_waited_for() throws IOException {
        service.refuses(409, "{\"code\":\"model_not_ready\",\"detail\":\"no tokenizer yet\"}");
        service.hasResults(TWO);

        assertThat(terminal.run("extract", "--keys", "title", two())).isZero();
    }

    @Test
    void a_busy_service_is_given_the_time_that_it_asks_for() throws IOException {
        service.refusesFor(429, "{\"code\":\"too_many_uploads\",\"detail\":\"too many submissions\"}", 1);
        service.hasResults(TWO);

        assertThat(terminal.run("extract", "--keys", "title", two()))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err()).contains("too_many_uploads").contains("It asks to wait 1 s");
    }

    @Test
    void a_service_that_asks_for_more_time_than_anybody_has_is_not_waited_for() throws IOException {
        service.refusesFor(429, "{\"code\":\"too_many_uploads\",\"detail\":\"too many submissions\"}", 86_400);

        assertThat(terminal.run("extract", "--keys", "title", two())).isEqualTo(1);
        assertThat(terminal.err()).contains("too_many_uploads");
    }

    @Test
    void a_submission_whose_answer_is_lost_is_repeated_under_its_key() throws IOException {
        service.breaksNextSubmission();
        service.hasResults(TWO);

        assertThat(terminal.run("extract", "--keys", "title", two()))
                .as(terminal.err())
                .isZero();
        assertThat(service.keys()).hasSize(2);
        assertThat(service.keys().get(0)).isEqualTo(service.keys().get(1)).isNotBlank();
        assertThat(terminal.err()).contains("Waiting for the service to take the documents");
    }

    @Test
    void results_whose_download_breaks_are_fetched_again() throws IOException {
        Path out = folder.resolve("out.jsonl");
        service.hasResults(TWO);
        service.breaksNextResults();

        assertThat(terminal.run("extract", "--keys", "title", "--out", out.toString(), two()))
                .as(terminal.err())
                .isZero();
        assertThat(out).hasContent(TWO);
        assertThat(terminal.err()).contains("the job is safe");
    }

    @Test
    void files_of_one_name_are_told_apart_by_their_paths() throws IOException {
        Path first = Files.createDirectory(folder.resolve("a"));
        Path second = Files.createDirectory(folder.resolve("b"));
        service.claimsItems(3);

        int code = terminal.run(
                "extract",
                "--no-wait",
                "--keys",
                "title",
                Files.writeString(first.resolve("page.txt"), "one").toString(),
                Files.writeString(second.resolve("page.txt"), "two").toString(),
                file("other.txt", "three").toString());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(service.received().stream().skip(1).map(line -> line.path("id")
                        .asText()))
                .containsExactly(
                        first.resolve("page.txt").toString(),
                        second.resolve("page.txt").toString(),
                        "other.txt");
    }

    @Test
    void a_file_that_is_given_twice_is_told_before_anything_is_sent() throws IOException {
        String page = file("page.txt", "one").toString();

        assertThat(terminal.run("extract", "--keys", "title", page, page)).isEqualTo(2);
        assertThat(terminal.err()).contains("page.txt is given twice");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void not_waiting_and_a_file_for_the_results_do_not_go_together() throws IOException {
        assertThat(terminal.run("extract", "--keys", "title", "--no-wait", "--out", "x.jsonl", two()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--no-wait").contains("winnow jobs results");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void failed_documents_end_with_1_and_are_listed() throws IOException {
        service.hasResults("""
                {"id":"a","output":{}}
                {"id":"b","error":{"code":"item_too_long","message":"9000 tokens, at most 8192"}}
                """);

        assertThat(terminal.run("extract", "--keys", "title", two())).isEqualTo(1);
        assertThat(terminal.err()).contains("1 failed").contains("b: item_too_long: 9000 tokens, at most 8192");
    }

    @Test
    void results_may_be_a_table() throws IOException {
        service.hasResults("item_id,title,item_error\r\na,\"x, y\",\r\nb,z,\r\n");
        Path out = folder.resolve("out.csv");

        assertThat(terminal.run("extract", "--keys", "title", "--csv", "--out", out.toString(), two()))
                .as(terminal.err())
                .isZero();

        assertThat(service.query()).isEqualTo("format=csv");
        assertThat(out).hasContent("item_id,title,item_error\r\na,\"x, y\",\r\nb,z,\r\n");
        assertThat(terminal.err()).contains("2 of 2 documents done, 0 failed");
    }

    @Test
    void a_service_that_is_away_for_a_while_is_waited_for() throws IOException {
        service.answersPoll(503, "");
        service.answersPoll(200, "{\"id\":\"j-1\",\"state\":\"running\",\"items\":2,\"succeeded\":1,\"failed\":0}");
        service.hasResults(TWO);

        assertThat(terminal.run("extract", "--keys", "title", two())).isZero();
        assertThat(terminal.err()).contains("Waiting for the service, the job is safe");
    }

    @Test
    void refusals_show_code_place_and_remedy_and_where_the_line_came_from() throws IOException {
        service.refuses(
                422,
                "{\"status\":422,\"code\":\"item_too_long\",\"detail\":\"the item needs 9120 tokens\",\"line\":3,\"limit\":8192,"
                        + "\"remedy\":\"shorten the input\"}");
        String input = two();

        assertThat(terminal.run("extract", "--keys", "title", input)).isEqualTo(2);
        assertThat(terminal.err())
                .contains("item_too_long: the item needs 9120 tokens")
                .contains("limit: 8192")
                .contains("remedy: shorten the input")
                .contains("in: " + input + ", line 2");
    }

    @Test
    void wrong_input_is_told_before_anything_is_sent() throws IOException {
        assertWrong("line 2: not JSON", file("a.jsonl", "{\"input\":\"x\"}\n{\"input\":\n"));
        assertWrong("line 1: must be an object with a string", file("b.jsonl", "[1]\n"));
        assertWrong("line 1: the input is empty", file("c.jsonl", "{\"input\":\" \"}\n"));
        assertWrong("There are no documents", file("d.jsonl", "\n\n"));
        assertWrong("\"id\" must be a string", file("e.jsonl", "{\"id\":{},\"input\":\"x\"}\n"));
        assertWrong("line 1: not JSON", file("f.jsonl", "{\"input\":\"x\"} {}\n"));
        Path latin = folder.resolve("g.jsonl");
        Files.write(latin, "{\"input\":\"x\"}\n{\"input\":\"Zürich\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertWrong("line 2: not UTF-8", latin);
        Files.write(folder.resolve("h.txt"), new byte[] {(byte) 0xFC});
        assertWrong("h.txt: not UTF-8", folder.resolve("h.txt"));
        assertWrong("no such file", folder.resolve("missing.txt"));
        assertWrong("without documents", Files.createDirectory(folder.resolve("empty")));
        assertThat(service.received()).isEmpty();
    }

    @Test
    void wrong_options_are_told_before_anything_is_sent() throws IOException {
        assertThat(terminal.run("extract", "--keys", "a,,b", two())).isEqualTo(2);
        assertThat(terminal.run(
                        "extract", "--schema", file("s.json", "{\"type\":").toString(), two()))
                .isEqualTo(2);
        assertThat(terminal.run(
                        "extract",
                        "--keys",
                        "a",
                        "--out",
                        folder.resolve("no/out").toString(),
                        two()))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("empty key")
                .contains("s.json is not JSON")
                .contains("folder does not exist");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void without_waiting_the_id_is_all_that_is_printed() throws IOException {
        assertThat(terminal.run("extract", "--keys", "title", "--no-wait", two()))
                .isZero();
        assertThat(terminal.out().strip()).isEqualTo("j-1");
    }

    @Test
    void missing_results_are_never_taken_for_success() throws IOException {
        service.hasResults("{\"id\":\"a\",\"output\":{}}\n");

        assertThat(terminal.run("extract", "--keys", "title", two())).isEqualTo(1);
        assertThat(terminal.err()).contains("1 results for 2 documents");
    }

    @Test
    void a_cancelled_job_ends_with_1() throws IOException {
        service.answersPoll(200, "{\"id\":\"j-1\",\"state\":\"cancelled\",\"items\":2,\"succeeded\":1,\"failed\":0}");
        service.hasResults("{\"id\":\"a\",\"output\":{}}\n");

        assertThat(terminal.run("extract", "--keys", "title", two())).isEqualTo(1);
        assertThat(terminal.err()).contains("The job was cancelled");
    }

    @Test
    void jobs_are_shown_fetched_and_cancelled() throws IOException {
        service.hasResults(TWO);
        assertThat(terminal.run("extract", "--keys", "title", "--no-wait", two()))
                .isZero();
        Path out = folder.resolve("out.jsonl");

        assertThat(terminal.run("jobs", "list")).as(terminal.err()).isZero();
        assertThat(terminal.run("jobs", "show", "j-1")).isZero();
        assertThat(terminal.run("jobs", "cancel", "j-1")).isZero();
        assertThat(terminal.run("jobs", "results", "--out", out.toString(), "j-1"))
                .isZero();

        assertThat(terminal.out()).contains("j-0", "j-1", "Job j-1 is cancelled with 1 of 2 documents finished");
        assertThat(out).hasContent(TWO);
    }

    @Test
    void jobs_are_paused_and_resumed() throws IOException {
        assertThat(terminal.run("extract", "--keys", "title", "--no-wait", two()))
                .isZero();

        assertThat(terminal.run("jobs", "pause", "j-1")).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains(
                        "Job j-1 is paused with 1 of 2 documents finished; `winnow jobs resume", "j-1` lets it go on");
        assertThat(terminal.run("jobs", "resume", "j-1")).isZero();
        assertThat(terminal.out()).contains("Job j-1 is running with 1 of 2 documents finished");
    }

    @Test
    void failed_documents_are_retried_and_count_as_unfinished_meanwhile() {
        service.answersRetry(
                200, "{\"id\":\"j-1\",\"state\":\"running\",\"items\":5,\"open\":2,\"succeeded\":3,\"failed\":2}");

        assertThat(terminal.run("jobs", "retry", "j-1")).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains("Job j-1 is running with 3 of 5 documents finished; `winnow jobs results", "waits for it");
    }

    @Test
    void a_retry_that_is_refused_says_why_and_what_to_do() {
        service.answersRetry(
                409,
                "{\"code\":\"job_not_done\",\"detail\":\"the job is running\",\"remedy\":\"wait until it is done\"}");

        assertThat(terminal.run("jobs", "retry", "j-1")).isNotZero();
        assertThat(terminal.err()).contains("the job is running").contains("wait until it is done");
    }

    @Test
    void who_follows_a_paused_job_is_told_how_it_goes_on() throws IOException {
        service.answersPoll(200, "{\"id\":\"j-1\",\"state\":\"paused\",\"items\":2,\"succeeded\":1,\"failed\":0}");
        service.hasResults(TWO);

        assertThat(terminal.run("extract", "--keys", "title", two())).isZero();
        assertThat(terminal.err()).contains("paused, `winnow jobs resume j-1` lets it go on");
    }

    private void assertWrong(String message, Path file) {
        Terminal own = new Terminal(folder).with("WINNOW_URL", service.url()).with("WINNOW_API_KEY", "wk_test");
        assertThat(own.run("extract", "--keys", "title", file.toString())).isEqualTo(2);
        assertThat(own.err()).contains(message);
    }

    private String two() throws IOException {
        return file("in.jsonl", "{\"id\":\"a\",\"input\":\"one\"}\n{\"id\":\"b\",\"input\":\"two\"}\n")
                .toString();
    }

    private String schema() throws IOException {
        return file("schema.json", "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"}}}")
                .toString();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
