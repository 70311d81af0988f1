package dev.winnow.benchmarks.online;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi.Answer;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.report.Report;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One worker with a model. The job's rate is taken in turns with requests and without: machines change their speed. */
final class OnlineRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MEDIAN_BOUND = 2;
    private static final double WORST_BOUND = 4;
    private static final double LOSS_BOUND = 0.2;
    private static final int WARM_UP = 5;
    private static final int ITEMS = 100_000; // more than can be done while it is looked at
    private static final int FULL_AFTER = 150;
    private static final int PARTS = 4;
    private static final long SECOND = 1_000_000_000;
    private static final long PAUSE_NANOS = SECOND / 3;

    private final Coordinator coordinator;
    private final ManagedProcess worker;
    private final Report report;
    private final String model;
    private final String setting;
    private int sent;

    private OnlineRun(Coordinator coordinator, ManagedProcess worker, Report report, String model, String setting) {
        this.coordinator = coordinator;
        this.worker = worker;
        this.report = report;
        this.model = model;
        this.setting = setting;
    }

    static OnlineRun start(Cluster cluster, Report report, Map<String, String> settings)
            throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        ManagedProcess worker =
                cluster.startModelWorker(coordinator.url(), cluster.rabbit().uri(), "worker", settings);
        Cluster.await(coordinator, 1);
        String setting = settings.get("WINNOW_MODEL") + " in " + settings.get("WINNOW_QUANTIZATION");
        return new OnlineRun(coordinator, worker, report, coordinator.api().model(), setting);
    }

    /** Measures, and tells whether all bounds are kept. */
    boolean measure(int requests, Duration time) throws IOException, InterruptedException {
        series(WARM_UP);
        sent = 0;
        Latencies idle = told("idle", series(requests));
        String job = coordinator
                .api()
                .submit(UUID.randomUUID().toString(), BodyPublishers.ofInputStream(() -> Listings.job(ITEMS)));
        awaitFull(job);
        sent = 0;
        Latencies beside = told("beside a job", series(requests));
        double loss = loss(job, time);
        coordinator.api().ask(job, "cancel", job);
        double median = (double) beside.median() / idle.median();
        double worst = (double) beside.worst() / idle.median();
        report.ratio("median_beside_to_idle", median);
        report.ratio("worst_beside_to_idle", worst);
        report.ratio("part_of_the_jobs_rate_that_is_lost", loss);
        return median <= MEDIAN_BOUND && worst <= WORST_BOUND && loss < LOSS_BOUND;
    }

    private Latencies told(String name, Latencies latencies) {
        report.figure("online", name + ", " + setting, latencies.figures());
        return latencies;
    }

    private Latencies series(int requests) throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            millis.add(request(sent++));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return new Latencies(millis);
    }

    private long request(int number) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Answer answer = coordinator
                .api()
                .send(
                        "/v1/chat/completions",
                        Map.of("Content-Type", "application/json"),
                        BodyPublishers.ofString(Listings.request(model, number)));
        long millis = (System.nanoTime() - begun) / 1_000_000;
        JsonNode choice = JSON.readTree(answer.body()).path("choices").path(0);
        if (answer.status() != 200
                || !choice.path("message").path("content").asText().startsWith("{")) {
            throw new IOException("a request was answered with %d %s".formatted(answer.status(), answer.body()));
        }
        return millis;
    }

    private void awaitFull(String job) throws IOException, InterruptedException {
        while (done(job) < FULL_AFTER) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What the job loses by a request a second. */
    private double loss(String job, Duration time) throws IOException, InterruptedException {
        Duration part = time.dividedBy(PARTS);
        List<Double> alone = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        List<Future<Long>> asked = new ArrayList<>();
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < PARTS; i++) {
                alone.add(rateWhile(job, part, () -> {}));
                with.add(rateWhile(job, part, () -> {
                    int number = sent++;
                    asked.add(clients.submit(() -> request(number)));
                }));
            }
            told("one a second", new Latencies(ended(asked)));
        } finally {
            clients.shutdownNow();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("items_per_second_alone", rounded(mean(alone)));
        values.put("items_per_second_with_requests", rounded(mean(with)));
        report.figure("job", setting, values);
        return 1 - mean(with) / mean(alone);
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The job's items a second, while something is done each second. */
    private double rateWhile(String job, Duration time, Runnable eachSecond) throws IOException, InterruptedException {
        int first = done(job);
        long begun = System.nanoTime();
        for (long second = 0; second < time.toSeconds(); second++) {
            eachSecond.run();
            long next = begun + (second + 1) * SECOND;
            for (long now = System.nanoTime(); now < next; now = System.nanoTime()) {
                LockSupport.parkNanos(next - now);
            }
        }
        return (done(job) - first) / ((System.nanoTime() - begun) / (double) SECOND);
    }

    private int done(String job) throws IOException, InterruptedException {
        if (!worker.running()) {
            throw new IOException(worker.lastWords());
        }
        JsonNode state = coordinator.api().job(job);
        if (state.path("failed").asInt() > 0 || state.path("open").asInt() == 0) {
            throw new IOException("the job fails, or was over too soon: " + state);
        }
        return state.path("succeeded").asInt();
    }

    private static List<Long> ended(List<Future<Long>> asked) throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (Future<Long> each : asked) {
            try {
                millis.add(each.get());
            } catch (ExecutionException e) {
                throw new IOException("a request failed beside the job", e);
            }
        }
        return millis;
    }

    private static double rounded(double rate) {
        return Math.round(rate * 100) / 100.0;
    }
}
