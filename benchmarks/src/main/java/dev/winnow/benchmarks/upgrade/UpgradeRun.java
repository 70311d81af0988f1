package dev.winnow.benchmarks.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.Release;
import dev.winnow.benchmarks.scripted.MadeLines;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Takes a system from an older release to this one as a rolling update does. */
final class UpgradeRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_NANOS = 200_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final String OPTIONS = """
            {"options":{"max_output_tokens":40,"schema":{"type":"object","properties":{"price":{"type":"integer",\
            "minimum":0,"maximum":99999}},"required":["price"],"additionalProperties":false}}}
            """;

    private final Cluster cluster;
    private final Release older;
    private final Map<String, String> model;
    private final int items;
    private final List<String> jobs = new ArrayList<>();

    UpgradeRun(Cluster cluster, Release older, String model, int items) {
        this.cluster = cluster;
        this.older = older;
        this.model = Map.of("WINNOW_MODEL", model);
        this.items = items;
    }

    /** Runs it; true if every job is whole. */
    boolean run() throws IOException, InterruptedException {
        Coordinator before = cluster.startCoordinator(
                older, "older", Map.of(), cluster.rabbit().uri());
        Cluster.await(before, 0);
        ManagedProcess oldWorker =
                cluster.startModelWorker(older, before.url(), cluster.rabbit().uri(), "older-worker", model);
        Cluster.await(before, 1);
        String first = submit(before.api());
        awaitResults(before.api(), first, items / 10);
        System.out.println("the older release is at work");

        Coordinator now =
                cluster.startCoordinator("newer", Map.of(), cluster.rabbit().uri());
        Cluster.await(now, 1);
        System.out.println("this release's coordinator is beside it, the database migrated");
        submit(before.api());
        submit(now.api());
        ManagedProcess newWorker =
                cluster.startModelWorker(now.url(), cluster.rabbit().uri(), "newer-worker", model);
        Cluster.await(now, 2);
        alone(before, now, "older-worker", "newer-worker");
        alone(before, now, "newer-worker", "older-worker");
        System.out.println("each worker alone does what both coordinators hand out");

        end(oldWorker);
        end(before.process());
        System.out.println("the older release has ended");
        submit(now.api());
        boolean whole = true;
        for (String job : jobs) {
            whole &= whole(now.api(), job);
        }
        newWorker.close();
        now.process().close();
        System.out.println(whole ? "nothing was lost" : "NOT every job is whole");
        return whole;
    }

    /** One of them has to do two jobs while the other rests, one from each coordinator. */
    private void alone(Coordinator before, Coordinator now, String worker, String resting)
            throws IOException, InterruptedException {
        now.api().drain(resting, true);
        for (String job : List.of(submit(before.api()), submit(now.api()))) {
            awaitResults(now.api(), job, items);
        }
        now.api().drain(resting, false);
        System.out.println("  " + worker + " has done a job of each coordinator alone");
    }

    private String submit(CoordinatorApi api) throws IOException, InterruptedException {
        int number = jobs.size();
        String job = api.submit(
                UUID.randomUUID().toString(),
                BodyPublishers.ofInputStream(() -> MadeLines.after(
                        OPTIONS,
                        items,
                        position -> "{\"id\":\"i%d\",\"input\":\"Bike no. %d of shop %d for %d euros\"}\n"
                                .formatted(position, position, number, 20 + position)
                                .getBytes(StandardCharsets.UTF_8))));
        jobs.add(job);
        return job;
    }

    private static JsonNode awaitResults(CoordinatorApi api, String job, int results)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode state = api.job(job);
            if (state.path("succeeded").asInt() + state.path("failed").asInt() >= results) {
                return state;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("%d results did not come within %s: %s".formatted(results, PATIENCE, state));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void end(ManagedProcess process) throws IOException, InterruptedException {
        process.stop();
        if (process.awaitEnd(GRACE).isEmpty()) {
            throw new IOException(
                    "it was told to end, and did not within %s: %s".formatted(GRACE, process.lastWords()));
        }
    }

    private boolean whole(CoordinatorApi api, String job) throws IOException, InterruptedException {
        JsonNode state = awaitResults(api, job, items);
        Set<String> ids = new HashSet<>();
        int good = 0;
        int lines = 0;
        try (Stream<String> results = api.results(job)) {
            for (String line : (Iterable<String>) results::iterator) {
                JsonNode result = JSON.readTree(line);
                lines++;
                ids.add(result.path("id").asText());
                good += result.path("output").path("price").isInt() ? 1 : 0;
            }
        }
        boolean consistent = api.verification(job).path("consistent").asBoolean();
        boolean whole = lines == items && ids.size() == items && good == items && consistent;
        System.out.printf(
                "job %s: %s, %d results of %d items, %d of them good, %s%n",
                job,
                state.path("state").asText(),
                lines,
                ids.size(),
                good,
                consistent ? "consistent" : "NOT consistent");
        return whole;
    }
}
