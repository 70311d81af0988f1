package dev.winnow.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.winnow.benchmarks.documents.MetricsPage;
import dev.winnow.benchmarks.documents.Scrape;
import dev.winnow.benchmarks.endtoend.TraceCollector.Received;
import dev.winnow.benchmarks.peers.setup.OpenAiClient;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Items go in over REST and come out as JSON, once each, whoever dies in between. RabbitMQ is the broker. */
@Tag("rabbitmq")
@Tag("postgresql")
@Tag("model")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkExtractionTest {
    private static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["title","venue","price"],"properties":{
            "title":{"type":"string","minLength":1},"venue":{"type":["string","null"]},
            "price":{"type":["integer","null"],"minimum":0}}}""".replace("\n", "");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private final TraceCollector collector = TraceCollector.start();
    private Installation winnow;

    @BeforeAll
    void start() {
        String port = System.getenv().getOrDefault("WINNOW_TEST_AMQP_PORT", "25672");
        winnow = Installation.start(
                folder.resolve("data"),
                Map.of(
                        "WINNOW_AMQP_URI",
                        "amqp://guest:guest@127.0.0.1:%s/endtoend".formatted(port),
                        "WINNOW_TRAINING_CHECKPOINT_EVERY",
                        "0s",
                        "WINNOW_TRACES",
                        "true",
                        "WINNOW_TRACES_ENDPOINT",
                        collector.endpoint(),
                        "WINNOW_TRACES_PROTOCOL",
                        "http/protobuf",
                        // Few at once, so that a job has a middle for a kill to come in.
                        "WINNOW_SLOTS",
                        "8"));
    }

    @AfterAll
    void stop() {
        if (winnow != null) {
            winnow.close();
        }
        collector.close();
    }

    @Test
    void every_item_becomes_valid_json_that_says_what_made_it() {
        String job = winnow.submit(listings(12));

        awaitDone(job);

        assertEachOnceAndValid(job, 12);
        JsonNode first = winnow.results(job).get(0);
        assertThat(first.at("/made_by/model").asText()).isEqualTo("smollm2-135m-instruct");
        assertThat(first.at("/made_by/quantization").asText()).isEqualTo("f16");
        assertThat(first.at("/made_by/schema").asText()).startsWith("sha256:");
        assertThat(first.at("/usage/input_tokens").asInt()).isPositive();
        assertThat(first.at("/usage/output_tokens").asInt()).isPositive();
    }

    @Test
    void a_trace_follows_an_item_from_its_request_over_the_queue_to_its_result() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        winnow.get("/api/v1/extractions?search=secret-of-a-query");
        String job = winnow.submit(listings(2), "00-" + trace + "-00f067aa0ba902b7-01");
        awaitDone(job);

        // Both processes send what they have every few seconds.
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !collector.spans(trace, "record results").isEmpty()
                        && collector.spans(trace, "extract shard").size()
                                == collector.spans(trace, "dispatch shard").size()
                        && !collector.spans(trace, "POST /api/v1/extractions").isEmpty());
        Received request = collector.spans(trace, "POST /api/v1/extractions").get(0);
        Received dispatch = collector.spans(trace, "dispatch shard").get(0);
        Received shard = collector.spans(trace, "extract shard").get(0);
        List<Received> items = collector.spans(trace, "extract item");
        Received recorded = collector.spans(trace, "record results").get(0);
        assertThat(request.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(request.attributes()).containsEntry("winnow.job.id", job);
        assertThat(dispatch.parent()).isEqualTo(request.id());
        assertThat(shard.parent()).isEqualTo(dispatch.id());
        assertThat(shard.service()).isEqualTo("winnow-worker");
        assertThat(items).hasSize(2).allSatisfy(item -> {
            assertThat(item.parent()).isEqualTo(shard.id());
            assertThat(Integer.parseInt(item.attributes().get("winnow.output_tokens")))
                    .isPositive();
        });
        assertThat(recorded.parent()).isEqualTo(dispatch.id());
        assertThat(recorded.service()).isEqualTo("winnow-coordinator");
        assertThat(collector.names())
                .as("what workers ask all the time is no item's way")
                .noneMatch(name -> name.contains("/internal/"));
        assertThat(collector.names()).contains("GET /api/v1/extractions");
        assertThat(collector.everything()).doesNotContain("secret-of-a-query", "Harbour Loft");
    }

    @Test
    void a_trace_follows_a_document_that_somebody_waits_for() {
        String trace = "5bf92f3577b34da6a3ce929d0e0e4736";

        winnow.chat("""
                {"model":"smollm2-135m-instruct","max_tokens":8,"response_format":{"type":"json_object"},
                "messages":[{"role":"user","content":"hello"}]}""", "00-" + trace + "-00f067aa0ba902b7-01");

        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !collector.spans(trace, "extract document").isEmpty()
                        && !collector.spans(trace, "POST /v1/chat/completions").isEmpty());
        Received request = collector.spans(trace, "POST /v1/chat/completions").get(0);
        assertThat(collector.spans(trace, "extract document")).singleElement().satisfies(document -> {
            assertThat(document.parent()).isEqualTo(request.id());
            assertThat(document.attributes()).containsKey("winnow.request.id");
        });
    }

    @Test
    void metrics_are_those_that_are_listed_with_the_labels_that_are_listed() {
        MetricsPage page = MetricsPage.read();
        // Pools are looked up every ten seconds.
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> winnow.coordinatorMetrics().contains("state=\"live\"")
                        && winnow.coordinatorMetrics().contains("winnow_backlog_items{"));
        Scrape coordinator = Scrape.of(winnow.coordinatorMetrics());
        Scrape worker = Scrape.of(winnow.workerMetrics());

        assertThat(coordinator.winnow()).isEqualTo(labels(page.coordinator()));
        assertThat(worker.winnow()).isEqualTo(labels(page.worker()));
        labels(page.runtime())
                .forEach((metric, labels) ->
                        assertThat(coordinator.labels().get(metric)).as(metric).isEqualTo(labels));
    }

    private static Map<String, Set<String>> labels(Map<String, MetricsPage.Listed> listed) {
        return listed.values().stream().collect(Collectors.toMap(MetricsPage.Listed::name, MetricsPage.Listed::labels));
    }

    @Test
    void jobs_of_two_adapters_and_of_none_run_side_by_side_and_each_result_names_its_own() throws IOException {
        String silent = imported("silent", 0);
        String loud = imported("loud", 2);
        winnow.run(LIMIT, "adapters", "alias", "loud@1", "champion").requireSuccess();

        String base = winnow.submit(listings(6));
        String withSilent = winnow.submit(listings(6, "silent@1"));
        String withLoud = winnow.submit(listings(6, "champion"));
        List.of(base, withSilent, withLoud).forEach(this::awaitDone);

        assertThat(madeBy(base)).containsOnly("null");
        assertThat(madeBy(withSilent)).containsOnly(silent);
        assertThat(madeBy(withLoud)).containsOnly(loud);
        assertEachOnceAndValid(withLoud, 6);
        assertThat(outputs(withSilent))
                .as("an adapter that adds nothing changes nothing")
                .isEqualTo(outputs(base));
        assertThat(outputs(withLoud)).isNotEqualTo(outputs(base));
    }

    private String imported(String name, float strength) throws IOException {
        Path peft = folder.resolve(name);
        String hash = PeftFolder.write(peft, strength);
        winnow.run(LIMIT, "adapters", "import", peft.toString(), "--name", name, "--base", "smollm2-135m-instruct")
                .requireSuccess();
        return hash;
    }

    private List<String> madeBy(String job) {
        return winnow.results(job).stream()
                .map(result -> result.at("/made_by/adapter").asText())
                .toList();
    }

    private List<String> outputs(String job) {
        return winnow.results(job).stream()
                .map(result -> result.get("output").toString())
                .toList();
    }

    @Test
    void rows_become_an_adapter_that_extraction_uses_though_the_worker_is_killed_over_it() throws IOException {
        Path rows = Files.writeString(
                folder.resolve("listings.jsonl"),
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                "{\"instruction\":\"Convert\",\"input\":\"Tour %d, Bern, %d CHF\",".formatted(i * 37, i)
                                        + "\"output\":{\"title\":\"Tour %d\",\"venue\":\"Bern\",\"price\":%d}}"
                                                .formatted(i * 37, i))
                        .collect(Collectors.joining("\n")));
        Path schema = Files.writeString(folder.resolve("listing.schema.json"), SCHEMA);
        String path = trained(
                "--dataset",
                rows.toString(),
                "--schema",
                schema.toString(),
                "--evaluate",
                "3",
                "--name",
                "tours",
                "--rank",
                "4",
                "--held-out",
                "20",
                "--batch",
                "4",
                "--epochs",
                "2");
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> winnow.get(path).path("checkpoint_step").asInt() >= 2);

        winnow.killWorker();

        awaitTrained(path);
        JsonNode training = winnow.get(path);
        assertThat(training.path("state").asText()).as(training.toString()).isEqualTo("done");
        assertThat(training.path("attempt").asInt()).isEqualTo(2);
        JsonNode card = winnow.get("/api/v1/adapters/tours").at("/card/training");
        assertThat(card.path("dataset").asText()).isEqualTo("listings@1");
        assertThat(card.path("evaluation_after").asDouble())
                .isLessThan(card.path("evaluation_before").asDouble());
        assertThat(card.path("losses")).hasSizeGreaterThan(8);
        assertEvaluated(path);
        assertAsIfUndisturbed(path);
        String job = winnow.submit(listings(3, "tours"));
        awaitDone(job);
        assertEachOnceAndValid(job, 3);
        assertThat(madeBy(job))
                .containsOnly(winnow.get("/api/v1/adapters/tours").path("hash").asText());
    }

    /** The same once more, and nobody dies: every loss and the adapter's bytes. `bench killed-training` does more. */
    private void assertAsIfUndisturbed(String killed) {
        String undisturbed =
                trained("--dataset", "listings@1", "--evaluate", "0", "--rank", "4", "--batch", "4", "--epochs", "2");
        awaitTrained(undisturbed);

        assertThat(winnow.get(undisturbed).path("attempt").asInt()).isEqualTo(1);
        assertThat(winnow.get(undisturbed + "/losses")).isEqualTo(winnow.get(killed + "/losses"));
        assertThat(adapterHash(undisturbed)).isEqualTo(adapterHash(killed));
    }

    private void awaitTrained(String training) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> winnow.get(training).path("ended_at").isTextual());
    }

    private String adapterHash(String training) {
        return winnow.get("/api/v1/adapters/"
                        + winnow.get(training).path("adapter").asText())
                .path("hash")
                .asText();
    }

    /** Begins a training; gives its path. */
    private String trained(String... options) {
        List<String> command = new ArrayList<>(List.of("train"));
        command.addAll(List.of(options));
        return "/api/v1/trainings/"
                + winnow.run(LIMIT, command.toArray(String[]::new))
                        .requireSuccess()
                        .output()
                        .lines()
                        .filter(line -> line.matches("[0-9a-f-]{36}"))
                        .findFirst()
                        .orElseThrow();
    }

    private void assertEvaluated(String training) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> winnow.get(training).path("evaluation").isTextual());
        String id = winnow.get(training).path("evaluation").asText();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> winnow.get("/api/v1/evaluations/" + id)
                .path("ended_at")
                .isTextual());
        JsonNode evaluation = winnow.get("/api/v1/evaluations/" + id);
        assertThat(evaluation.path("state").asText()).as(evaluation.toString()).isEqualTo("done");
        assertThat(evaluation.path("runs")).hasSize(2).allSatisfy(run -> {
            assertThat(run.at("/score/rows").asInt()).isEqualTo(3);
            assertThat(run.at("/score/valid").asInt()).isEqualTo(3);
            assertThat(run.at("/score/output_tokens").asDouble()).isPositive();
        });
        assertThat(winnow.get("/api/v1/adapters/tours")
                        .at("/card/evaluations/0/evaluation")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void openais_own_clients_find_what_they_know() throws IOException, InterruptedException {
        JsonNode access = winnow.credentials();

        String said = OpenAiClient.in(PeerFolder.ofUser())
                .run(access.get("url").asText(), access.get("key").asText(), "smollm2-135m-instruct");

        assertThat(said)
                .contains("models: ", "online: ", "streaming: ", "structured_output: ")
                .contains("pages: ", "errors: ", "cancel: ", "lost_answers: ", "fine_tuning: ")
                .contains(
                        "node online: ",
                        "node structuredOutput: ",
                        "node pages: ",
                        "node errors: ",
                        "node cancel: ",
                        "node fineTuning: ");
    }

    @Test
    void worker_killed_in_the_middle_loses_and_repeats_nothing() {
        String big = winnow.submit(listings(40));
        String small = winnow.submit(listings(6));
        awaitBegun(big);

        winnow.killWorker();

        awaitDone(big);
        awaitDone(small);
        assertEachOnceAndValid(big, 40);
        assertEachOnceAndValid(small, 6);
    }

    @Test
    void coordinator_killed_in_the_middle_loses_and_repeats_nothing() {
        String job = winnow.submit(listings(40));
        awaitBegun(job);

        winnow.killCoordinator();

        awaitDone(job);
        assertEachOnceAndValid(job, 40);
    }

    private void awaitBegun(String job) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> winnow.job(job).get("succeeded").asInt() >= 2);
        assertThat(winnow.job(job).get("state").asText())
                .as("the kill comes in the middle")
                .isEqualTo("running");
    }

    private void awaitDone(String job) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions() // the coordinator may be on its way up again
                .until(() -> winnow.job(job).get("state").asText().equals("done"));
    }

    private void assertEachOnceAndValid(String job, int items) {
        List<JsonNode> results = winnow.results(job);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA);

        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.has("error")).as("%s", result).isFalse());
        assertThat(results.stream().map(result -> result.get("id").asText()))
                .containsExactlyElementsOf(
                        IntStream.range(0, items).mapToObj(i -> "listing-" + i).toList());
        assertThat(results).allSatisfy(result -> assertThat(
                        schema.validate(result.get("output").toString(), InputFormat.JSON))
                .isEmpty());
        assertThat(winnow.job(job).get("succeeded").asInt()).isEqualTo(items);
        assertThat(winnow.job(job).get("failed").asInt()).isZero();
    }

    private static String listings(int count) {
        return listings(count, "");
    }

    private static String listings(int count, String adapter) {
        String options = "{\"options\":{\"schema\":%s,\"max_output_tokens\":64%s}}\n"
                .formatted(SCHEMA, adapter.isEmpty() ? "" : ",\"adapter\":\"" + adapter + "\"");
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"id\":\"listing-%d\",\"input\":\"Night %d at the Harbour Loft: the Tin Whistle Orchestra plays. Doors at 19:30, tickets %d francs at the door.\"}"
                                .formatted(i, i + 1, 10 + i))
                .collect(Collectors.joining("\n", options, "\n"));
    }
}
