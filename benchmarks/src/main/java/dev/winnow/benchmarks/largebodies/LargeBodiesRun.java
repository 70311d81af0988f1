package dev.winnow.benchmarks.largebodies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi.Answer;
import dev.winnow.benchmarks.largebodies.LargeJob.Fetched;
import dev.winnow.benchmarks.report.Report;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One coordinator with a small heap, two scripted workers. */
final class LargeBodiesRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SLOTS = 64;
    private static final long PAUSE_NANOS = 500_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;

    private final Coordinator coordinator;
    private final Report report;
    private final int heap;

    private LargeBodiesRun(Coordinator coordinator, Report report, int heap) {
        this.coordinator = coordinator;
        this.report = report;
        this.heap = heap;
    }

    static LargeBodiesRun start(Cluster cluster, Report report, int heap) throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri(), heap);
        Cluster.await(coordinator, 0);
        List<String> workers = List.of("scripted-0", "scripted-1");
        cluster.startWorkers(coordinator.url(), cluster.rabbit().uri(), SLOTS, workers);
        Cluster.await(coordinator, workers.size());
        return new LargeBodiesRun(coordinator, report, heap);
    }

    /**
     * Sends all of a job, waits for its results, and fetches them with their texts; true if none is missing or wrong.
     */
    boolean through(LargeJob job) throws IOException, InterruptedException {
        try (MemoryWatch memory = new MemoryWatch(coordinator)) {
            long begun = System.nanoTime();
            String id = coordinator.api().submit(UUID.randomUUID().toString(), BodyPublishers.ofInputStream(job::body));
            double sent = seconds(begun);
            JsonNode state = untilDone(id);
            double done = seconds(begun);
            long asked = System.nanoTime();
            Fetched fetched;
            try (Stream<String> lines = coordinator.api().resultsWithInputs(id)) {
                fetched = job.check(lines);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("megabytes_sent", Math.round(job.bytes() / MEGA));
            values.put("seconds_to_send", rounded(sent));
            values.put("seconds_until_done", rounded(done));
            values.put("failed", state.path("failed").asInt());
            values.put("results", fetched.results());
            values.put("megabytes_fetched", Math.round(fetched.bytes() / MEGA));
            values.put("seconds_to_fetch", rounded(seconds(asked)));
            values.putAll(memory.figures());
            report.figure(
                    "coordinator",
                    "%,d items of %,d bytes, -Xmx%dm".formatted(job.items(), job.itemBytes(), heap),
                    values);
            return state.path("failed").asInt() == 0;
        }
    }

    private JsonNode untilDone(String id) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        JsonNode state = coordinator.api().job(id);
        while (!state.path("state").asText().equals("done")) {
            if (System.nanoTime() - begun > LIMIT.toNanos()
                    || !coordinator.process().running()) {
                throw new IOException("the job stays at %s. %s"
                        .formatted(state, coordinator.process().lastWords()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            state = coordinator.api().job(id);
        }
        return state;
    }

    /** Sends bad bodies; true if each is refused, with its limit and what to do, and the coordinator goes on. */
    boolean refusals() throws IOException, InterruptedException {
        boolean all = true;
        try (MemoryWatch memory = new MemoryWatch(coordinator)) {
            for (BadBody bad : BadBody.all()) {
                long begun = System.nanoTime();
                Answer answer = coordinator.api().send(bad.path(), bad.headers(), bad.body());
                all &= told(bad.name(), answer, bad.limit(), seconds(begun));
            }
            all &= batchOfALongFile();
            report.figure("coordinator", "after bad bodies", memory.figures());
        }
        return all && coordinator.api().ready();
    }

    // A file that was sent for something else may have as many lines as it likes: no batch is made of it.
    private boolean batchOfALongFile() throws IOException, InterruptedException {
        Answer file = coordinator
                .api()
                .send(
                        "/v1/files",
                        Map.of("Content-Type", "multipart/form-data; boundary=" + BadBody.FORM),
                        BodyPublishers.ofString(BadBody.form("fine-tune", "{}\n".repeat(50_001))));
        String id = JSON.readTree(file.body()).path("id").asText();
        long begun = System.nanoTime();
        Answer answer = coordinator
                .api()
                .send(
                        "/v1/batches",
                        Map.of("Content-Type", "application/json"),
                        BodyPublishers.ofString(JSON.createObjectNode()
                                .put("input_file_id", id)
                                .put("endpoint", "/v1/chat/completions")
                                .put("completion_window", "24h")
                                .toString()));
        return told("batch of a file of 50,001 lines", answer, "purpose", seconds(begun));
    }

    private boolean told(String name, Answer answer, String limit, double seconds) {
        boolean clear =
                answer.status() >= 400 && answer.status() < 500 && answer.body().contains(limit);
        System.out.printf("%-34s %.1f s  %d  %s%n", name, seconds, answer.status(), answer.body());
        report.figure("refusal", name, Map.of("status", answer.status(), "seconds", rounded(seconds), "clear", clear));
        return clear;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / NANOS;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
