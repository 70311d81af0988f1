package dev.winnow.benchmarks.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.report.Checks;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.machine.Multiplier;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Winnow with one coordinator and one worker that also trains, as its users see it. Not thread-safe. */
final class ChainService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final long PAUSE_NANOS = 250_000_000;

    // The one thing that the API does not tell of a dataset's rows.
    private static final String ORIGINS = """
            select count(*) from dataset_row r join dataset d on d.id = r.dataset_id
            where d.name || '@' || d.version = ? and r.origin::jsonb ->> 'job' = ? and r.origin like '%made_by%'""";

    private final Cluster cluster;
    private final CoordinatorApi api;

    private ChainService(Cluster cluster, CoordinatorApi api) {
        this.cluster = cluster;
        this.api = api;
    }

    /** Starts all of it; returns when it takes work. */
    static ChainService start(Cluster cluster, Checks checks) throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        cluster.startModelWorker(
                coordinator.url(),
                cluster.rabbit().uri(),
                "worker-1",
                Map.of(
                        "WINNOW_MODEL",
                        Settings.DEFAULT_MODEL,
                        "WINNOW_QUANTIZATION",
                        Multiplier.wantsBf16() ? "bf16" : Settings.DEFAULT_QUANTIZATION,
                        "WINNOW_TRAINING",
                        "true",
                        "ONEDNN_PRIMITIVE_CACHE_CAPACITY",
                        "64"));
        Cluster.await(coordinator, 1);
        checks.say("a coordinator and a worker run, " + Settings.DEFAULT_MODEL);
        return new ChainService(cluster, coordinator.api());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return api.get("/api/v1" + path);
    }

    JsonNode send(String method, String path, String json) throws IOException, InterruptedException {
        return api.send(method, "/api/v1" + path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    void dataset(String name, byte[] zip) throws IOException, InterruptedException {
        api.send("POST", "/api/v1/datasets?name=" + name, "application/zip", zip);
    }

    String submit(String ndjson) throws IOException, InterruptedException {
        return api.submit(UUID.randomUUID().toString(), BodyPublishers.ofString(ndjson));
    }

    JsonNode awaitJob(String id) throws IOException, InterruptedException {
        return await("/extractions/" + id, job -> job.path("state").asText().equals("done"));
    }

    List<JsonNode> results(String job) throws IOException, InterruptedException {
        List<JsonNode> results = new ArrayList<>();
        try (Stream<String> lines = api.results(job)) {
            for (String line : lines.toList()) {
                results.add(JSON.readTree(line));
            }
        }
        return results;
    }

    /** Runs a schedule now; until its newest run is in one of those states. */
    JsonNode run(String schedule, String... states) throws IOException, InterruptedException {
        send("POST", "/schedules/" + schedule + "/run", "");
        return awaitRun(schedule, states);
    }

    /** Until a schedule's newest run is in one of those states. */
    JsonNode awaitRun(String schedule, String... states) throws IOException, InterruptedException {
        List<String> wanted = List.of(states);
        return await("/schedules/" + schedule, found -> {
                    String state = found.at("/last_run/state").asText();
                    if (state.equals("failed") && !wanted.contains("failed")) {
                        throw new IllegalStateException("the run has failed: " + found.path("last_run"));
                    }
                    return wanted.contains(state);
                })
                .path("last_run");
    }

    private JsonNode await(String path, Predicate<JsonNode> reached) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        JsonNode last = get(path);
        while (!reached.test(last)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("%s stays at %s".formatted(path, last));
            }
            cluster.requireRunning();
            LockSupport.parkNanos(PAUSE_NANOS);
            last = get(path);
        }
        return last;
    }

    /** How many rows of a dataset say that they were reviewed in that job, and what had made their result. */
    long reviewedRows(String dataset, String job) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        cluster.postgres().jdbcUrl(),
                        cluster.postgres().username(),
                        cluster.postgres().password());
                PreparedStatement statement = connection.prepareStatement(ORIGINS)) {
            statement.setString(1, dataset);
            statement.setString(2, job);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
