package dev.winnow.benchmarks.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.Ports;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.text.schema.OutputValidator;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A job of listings through a worker with a llama.cpp server, ended and started again in the middle. */
final class ServerRun implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final double NANOS = 1e9;

    // Bounded texts: whatever the model makes of the listings, each output ends within its tokens.
    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["title", "venue", "price"], "properties": {
             "title": {"type": "string", "minLength": 1, "maxLength": 60},
             "venue": {"type": ["string", "null"], "maxLength": 40},
             "price": {"type": ["string", "null"], "maxLength": 20}}}""";

    // No two items alike: what is equal is computed once.
    private static final List<String> LISTINGS = List.of(
            "Night %d at the Harbour Loft: the Tin Whistle Orchestra plays. Doors at 19:30, tickets %d francs.",
            "Home > Excursions\n\nSunset Cruise no. %d\nBoard the paddle steamer Rigi at Lucerne, pier 1.\nAdults CHF %d.00",
            "COOKIES help us. OK\n*** SOON ***\nThe Nora Lindqvist Trio, set %d -- Blue Cellar, Bern -- %d.- / students 15.-",
            "Guided Tour %d: Secrets of the Dungeon (EN)\nMeeting point: gate of Chillon Castle, Veytaux. from EUR %d.50");

    private final Coordinator coordinator;
    private final ManagedProcess llama;
    private final ManagedProcess worker;

    private ServerRun(Coordinator coordinator, ManagedProcess llama, ManagedProcess worker) {
        this.coordinator = coordinator;
        this.llama = llama;
        this.worker = worker;
    }

    /**
     * Starts all of it.
     *
     * @param command starts the server on that port
     */
    static ServerRun start(Cluster cluster, List<String> command, int port, Path logs)
            throws IOException, InterruptedException {
        ManagedProcess llama = new ManagedProcess(command, Map.of(), logs.resolve("llama.log"));
        llama.start();
        try {
            Coordinator coordinator = cluster.startCoordinator(
                    "coordinator", Map.of(), cluster.rabbit().uri());
            ManagedProcess worker = cluster.startModelWorker(
                    coordinator.url(),
                    cluster.rabbit().uri(),
                    "worker",
                    Map.of(
                            "WINNOW_SERVER_URL",
                            "http://127.0.0.1:" + port,
                            "WINNOW_SLOTS",
                            String.valueOf(LlamaProgram.SLOTS)));
            Cluster.await(coordinator, 1);
            return new ServerRun(coordinator, llama, worker);
        } catch (IOException | InterruptedException | RuntimeException e) {
            llama.close();
            throw e;
        }
    }

    /** A port for the server: the same before and after. */
    static int port() throws IOException {
        return Ports.free();
    }

    /**
     * Runs a job of so many items. In the middle of it the server is ended, and started again after so long.
     *
     * @return the result lines
     */
    List<JsonNode> run(int items, Duration away, Report report) throws IOException, InterruptedException {
        String id = coordinator.api().submit(UUID.randomUUID().toString(), BodyPublishers.ofString(lines(items)));
        long begun = System.nanoTime();
        await(id, job -> job.path("succeeded").asInt() >= Math.max(1, items / 4));
        int before = coordinator.api().job(id).path("succeeded").asInt();
        llama.kill();
        long ended = System.nanoTime();
        while (System.nanoTime() - ended < away.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        llama.start();
        JsonNode job = await(id, last -> last.path("open").asInt(items) == 0);
        List<JsonNode> results = results(id);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("seconds", Math.round((System.nanoTime() - begun) / NANOS));
        values.put("succeeded_before_the_end", before);
        values.put("succeeded", job.path("succeeded").asInt());
        values.put("failed", job.path("failed").asInt());
        values.put(
                "not_valid", results.stream().filter(result -> !isValid(result)).count());
        values.put("made_by", madeBy(results));
        report.figure("llama.cpp", "%d items, server away for %d s".formatted(items, away.toSeconds()), values);
        return results;
    }

    /** Whether a result line has an output that fits the schema. */
    static boolean isValid(JsonNode result) {
        return result.has("output")
                && validator().problems(result.get("output")).isEmpty();
    }

    private static List<String> madeBy(List<JsonNode> results) {
        return results.stream()
                .map(result -> result.path("made_by"))
                .map(made -> made.path("model").asText() + " "
                        + made.path("quantization").asText())
                .distinct()
                .toList();
    }

    private static OutputValidator validator() {
        try {
            return new OutputValidator(JSON.readTree(SCHEMA));
        } catch (IOException e) {
            throw new IllegalStateException("the schema is written here", e);
        }
    }

    private JsonNode await(String id, Predicate<JsonNode> reached) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        JsonNode job = coordinator.api().job(id);
        while (!reached.test(job)) {
            if (System.nanoTime() > deadline || !worker.running()) {
                throw new IOException(
                        "the job stays at %s. %s %s".formatted(job, worker.lastWords(), llama.lastWords()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            job = coordinator.api().job(id);
        }
        return job;
    }

    private List<JsonNode> results(String id) throws IOException, InterruptedException {
        List<JsonNode> results = new ArrayList<>();
        try (Stream<String> lines = coordinator.api().results(id)) {
            for (String line : lines.toList()) {
                results.add(JSON.readTree(line));
            }
        }
        return results;
    }

    private static String lines(int items) throws IOException {
        ObjectNode options = JSON.createObjectNode();
        options.putObject("options").put("max_output_tokens", 200).set("schema", JSON.readTree(SCHEMA));
        List<String> lines = new ArrayList<>(List.of(options.toString()));
        for (int i = 0; i < items; i++) {
            String listing = LISTINGS.get(i % LISTINGS.size()).formatted(i + 1, 10 + i);
            lines.add(JSON.createObjectNode()
                    .put("id", "item-" + i)
                    .put("input", listing)
                    .toString());
        }
        return String.join("\n", lines) + "\n";
    }

    @Override
    public void close() {
        llama.close();
    }
}
