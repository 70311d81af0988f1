package dev.winnow.cli.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final String DATASET = """
            {"dataset": "events@1", "train_rows": 40, "held_out_rows": 4, "created_at": "2026-01-01T12:00:00Z",
             "statistics": {"repeated": 2, "contradicting": 0, "leaks": {"found": 3, "dropped": false}}}""";

    private static final String QUEUED =
            "{\"id\": \"t-1\", \"state\": \"queued\", \"base\": \"smollm2\", \"dataset\": \"events@1\"}";

    private static final String RUNNING = "{\"id\": \"t-1\", \"state\": \"running\", \"progress\": {\"step\": 3,"
            + " \"steps\": 10, \"loss\": 1.25, \"tokens_per_second\": 210.4, \"eta_seconds\": 70}}";

    private static final String DONE = "{\"id\": \"t-1\", \"state\": \"done\", \"adapter\": \"events@1\","
            + " \"worker_seconds\": 61.2, \"progress\": {\"step\": 10, \"steps\": 10, \"loss\": 0.5, \"evaluation\": 0.6}}";

    private static final String FAILED = "{\"id\": \"t-1\", \"state\": \"failed\", \"error\": {\"code\":"
            + " \"training_refused\", \"message\": \"the memory budget is 100 MiB\"}}";

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<byte[]> bodies = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/", this::answer);
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void a_file_is_imported_trained_on_and_followed_to_its_adapter() throws IOException {
        Path rows = Files.writeString(folder.resolve("my events.jsonl"), "rows");
        Path eval = Files.writeString(folder.resolve("dev.csv"), "held out");
        Path schema = Files.writeString(folder.resolve("schema.json"), "{}");
        answers.add(new Answer(201, DATASET));
        answers.add(new Answer(202, QUEUED));
        answers.add(new Answer(200, RUNNING));
        answers.add(new Answer(200, DONE));

        assertThat(terminal.run(
                        "train",
                        "--dataset",
                        rows.toString(),
                        "--eval",
                        eval.toString(),
                        "--schema",
                        schema.toString(),
                        "--name",
                        "events",
                        "--lr",
                        "0.002",
                        "--rank",
                        "8",
                        "--wait"))
                .isZero();

        assertThat(calls)
                .containsExactly(
                        "POST /api/v1/datasets?name=my-events",
                        "POST /api/v1/trainings",
                        "GET /api/v1/trainings/t-1",
                        "GET /api/v1/trainings/t-1");
        assertThat(unzipped(bodies.remove()))
                .containsExactly("schema.json: {}", "eval.csv: held out", "train.jsonl: rows");
        assertThat(new String(bodies.remove(), UTF_8))
                .isEqualTo("{\"dataset\":\"events@1\",\"name\":\"events\",\"rank\":8,\"rate\":0.002}");
        assertThat(terminal.err())
                .contains("40 rows to train on, 4 held out; 2 repeated rows were left out; 3 rows to train on")
                .contains("Training: 3 of 10 steps, loss 1.2500, 210 tokens/s, 1:10 min left");
        assertThat(terminal.out()).contains("Adapter events@1 is trained: loss 0.5000, of held-out rows 0.6000, 61 s");
    }

    @Test
    void several_bases_are_several_trainings_with_names_of_their_own() {
        answers.add(new Answer(202, QUEUED));
        answers.add(new Answer(202, QUEUED.replace("t-1", "t-2")));

        assertThat(terminal.run(
                        "train",
                        "--dataset",
                        "events@1",
                        "--base",
                        "a",
                        "--base",
                        "b",
                        "--method",
                        "qlora",
                        "--name",
                        "n"))
                .isZero();

        assertThat(new String(bodies.remove(), UTF_8))
                .contains("\"base\":\"a\"", "\"name\":\"n-a\"", "\"method\":\"qlora\"");
        assertThat(new String(bodies.remove(), UTF_8)).contains("\"base\":\"b\"", "\"name\":\"n-b\"");
        assertThat(terminal.out().lines()).containsExactly("t-1", "t-2");
    }

    @Test
    void a_training_that_fails_ends_with_1_and_its_reason() {
        answers.add(new Answer(202, QUEUED));
        answers.add(new Answer(200, FAILED));

        assertThat(terminal.run("train", "--dataset", "events@1", "--wait")).isEqualTo(1);
        assertThat(terminal.err()).contains("training_refused: the memory budget is 100 MiB");
    }

    @Test
    void bad_rows_end_with_2_and_are_named_by_file_and_line() throws IOException {
        Path rows = Files.writeString(folder.resolve("events.csv"), "rows");
        answers.add(new Answer(
                422,
                "{\"status\": 422, \"code\": \"bad_rows\", \"detail\": \"1 row cannot be used\", \"problems\": [{\"pointer\":"
                        + " \"/output\", \"file\": \"train.csv\", \"line\": 17, \"detail\": \"the output is empty\","
                        + " \"remedy\": \"leave the row out\"}]}"));

        assertThat(terminal.run("datasets", "import", rows.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("train.csv line 17 /output: the output is empty; leave the row out");
    }

    @Test
    void what_cannot_be_meant_is_refused_before_anything_is_sent() throws IOException {
        Path rows = Files.writeString(folder.resolve("events.txt"), "rows");

        assertThat(terminal.run("train", "--dataset", "events@1", "--eval", "dev.jsonl"))
                .isEqualTo(2);
        assertThat(terminal.run("train", "--dataset", "events@1", "--nodes", "2"))
                .isEqualTo(2);
        assertThat(terminal.run("datasets", "import", rows.toString())).isEqualTo(2);
        assertThat(terminal.run(
                        "datasets", "import", folder.resolve("none.jsonl").toString()))
                .isEqualTo(2);

        assertThat(terminal.err()).contains("must be called .jsonl, .ndjson or .csv", "no file that can be read");
        assertThat(calls).isEmpty();
    }

    @Test
    void trainings_are_listed_cancelled_and_resumed() {
        answers.add(new Answer(200, "{\"trainings\": [" + RUNNING + ", " + DONE + "]}"));
        answers.add(new Answer(200, "{\"id\": \"t-1\", \"state\": \"cancelled\", \"checkpoint_step\": 3}"));
        answers.add(new Answer(200, QUEUED));
        answers.add(new Answer(204, ""));

        assertThat(terminal.run("trainings", "list")).isZero();
        assertThat(terminal.run("trainings", "cancel", "t-1")).isZero();
        assertThat(terminal.run("trainings", "resume", "t-1")).isZero();
        assertThat(terminal.run("trainings", "delete", "t-1")).isZero();

        assertThat(terminal.out())
                .contains(
                        "3/10",
                        "1.2500",
                        "events@1",
                        "is cancelled, its checkpoint is of step 3",
                        "is queued",
                        "is deleted");
        assertThat(calls)
                .containsExactly(
                        "GET /api/v1/trainings",
                        "POST /api/v1/trainings/t-1/cancel",
                        "POST /api/v1/trainings/t-1/resume",
                        "DELETE /api/v1/trainings/t-1");
    }

    @Test
    void datasets_are_listed_shown_and_removed() {
        answers.add(new Answer(200, "{\"datasets\": [" + DATASET + "]}"));
        answers.add(new Answer(200, DATASET));
        answers.add(new Answer(204, ""));

        assertThat(terminal.run("datasets", "list")).isZero();
        assertThat(terminal.run("datasets", "show", "events@1")).isZero();
        assertThat(terminal.run("datasets", "remove", "events@1")).isZero();

        assertThat(terminal.out()).contains("events@1", "\"train_rows\" : 40", "is removed");
    }

    @Test
    void a_dataset_is_fetched_from_a_query_and_what_there_is() throws IOException {
        Path query = Files.writeString(folder.resolve("rows.sql"), "select page from reviewed");
        answers.add(new Answer(201, DATASET));

        assertThat(terminal.run(
                        "datasets",
                        "fetch",
                        "--name",
                        "events",
                        "--with",
                        "events",
                        "--source",
                        "shop",
                        "--query-file",
                        query.toString(),
                        "--columns",
                        "input=page,output=event",
                        "--reviewed",
                        "j-1",
                        "--held-out",
                        "0"))
                .isZero();

        assertThat(calls).containsExactly("POST /api/v1/datasets");
        assertThat(new String(bodies.remove(), UTF_8))
                .isEqualTo(
                        "{\"name\":\"events\",\"held_out_percent\":0,\"sources\":[{\"dataset\":{\"dataset\":\"events\"}},"
                                + "{\"sql\":{\"source\":\"shop\",\"query\":\"select page from reviewed\","
                                + "\"columns\":{\"input\":\"page\",\"output\":\"event\"}}},{\"review\":{\"jobs\":[\"j-1\"]}}]}");
        assertThat(terminal.out()).contains("Dataset events@1: 40 rows to train on");
        assertThat(terminal.run("datasets", "fetch", "--name", "events")).isEqualTo(2);
        assertThat(terminal.run("datasets", "fetch", "--name", "events", "--source", "shop"))
                .isEqualTo(2);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            bodies.add(body);
        }
        Answer next = answers.remove();
        byte[] bytes = next.body().getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(next.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static List<String> unzipped(byte[] bytes) throws IOException {
        List<String> files = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.add(entry.getName() + ": " + new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    private record Answer(int status, String body) {}
}
