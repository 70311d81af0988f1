package dev.winnow.benchmarks.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.report.Report;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Sends the job, starts workers again that have ended, and looks at each result. */
final class PoisonRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_NANOS = 200_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Cluster cluster;
    private final Report report;
    private final PlantedJob planted;
    private final List<ManagedProcess> workers = new ArrayList<>();
    private int restarts;

    PoisonRun(Cluster cluster, Report report, PlantedJob planted) {
        this.cluster = cluster;
        this.report = report;
        this.planted = planted;
    }

    /** Runs it; true if exactly what was planted failed, as it should. */
    boolean run(int processes, int slots) throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        for (int i = 0; i < processes; i++) {
            workers.add(
                    cluster.startWorkers(coordinator.url(), cluster.rabbit().uri(), slots, List.of("scripted-" + i)));
        }
        Cluster.await(coordinator, processes);
        long begun = System.nanoTime();
        String job =
                coordinator.api().submit(UUID.randomUUID().toString(), BodyPublishers.ofInputStream(planted::body));
        JsonNode state = untilDone(coordinator, job);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, JsonNode> failed = failed(coordinator, job);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("succeeded", state.path("succeeded").asInt());
        values.put("failed", state.path("failed").asInt());
        values.put("seconds", Math.round(seconds));
        values.put("worker_restarts", restarts);
        report.figure(
                "poison",
                "%,d items, %d planted"
                        .formatted(planted.items(), planted.planted().size()),
                values);
        boolean right = right(failed)
                && state.path("succeeded").asInt()
                        == planted.items() - planted.planted().size();
        System.out.println(right ? "exactly those that were planted failed" : "NOT what was planted");
        workers.forEach(ManagedProcess::close);
        coordinator.process().close();
        return right;
    }

    private JsonNode untilDone(Coordinator coordinator, String job) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode state = coordinator.api().job(job);
        while (!state.path("state").asText().equals("done")) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the job did not end within " + PATIENCE + ": " + state);
            }
            for (ManagedProcess worker : workers) {
                if (!worker.running()) {
                    worker.start();
                    restarts++;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            state = coordinator.api().job(job);
        }
        return state;
    }

    private static Map<String, JsonNode> failed(Coordinator coordinator, String job)
            throws IOException, InterruptedException {
        Map<String, JsonNode> failed = new HashMap<>();
        List<String> lines;
        try (Stream<String> results = coordinator.api().results(job)) {
            lines = results.filter(line -> line.contains("\"error\"")).toList();
        }
        for (String line : lines) {
            JsonNode result = JSON.readTree(line);
            if (result.hasNonNull("error")) {
                failed.put(result.path("id").asText(), result.path("error"));
            }
        }
        return failed;
    }

    private boolean right(Map<String, JsonNode> failed) {
        failed.forEach((id, error) -> System.out.printf(
                "  %-12s %-16s %s%n",
                id, error.path("code").asText(), error.path("message").asText()));
        return failed.size() == planted.planted().size()
                && planted.planted().entrySet().stream().allMatch(entry -> {
                    JsonNode error = failed.get(planted.resultId(entry.getKey()));
                    return error != null
                            && entry.getValue().explains(error.path("code").asText());
                });
    }
}
