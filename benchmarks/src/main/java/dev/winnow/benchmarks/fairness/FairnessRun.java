package dev.winnow.benchmarks.fairness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.benchmarks.scripted.ScriptedDocuments;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The small job several times alone, then several times while a huge one runs. */
final class FairnessRun {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long BETWEEN_NANOS = 500_000_000;
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private final Coordinator coordinator;
    private final Report report;
    private final String setting;
    private long seed;

    private FairnessRun(Coordinator coordinator, Report report, String setting) {
        this.coordinator = coordinator;
        this.report = report;
        this.setting = setting;
    }

    static FairnessRun start(Cluster cluster, Report report, int workers, int slots)
            throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        cluster.startWorkers(
                coordinator.url(),
                cluster.rabbit().uri(),
                slots,
                IntStream.range(0, workers).mapToObj(i -> "scripted-" + i).toList());
        Cluster.await(coordinator, workers);
        return new FairnessRun(coordinator, report, "%d workers with %d slots".formatted(workers, slots));
    }

    /** Measures with items of that mean time, and gives the ratio of the medians. */
    double measure(Duration mean, int small, int huge, int tries) throws IOException, InterruptedException {
        seconds(small, mean); // warm
        List<Double> alone = series(small, mean, tries);
        String other = submit(huge, mean);
        // Until its shards have the size that its rate asks for.
        long deadline = System.nanoTime() + SETTLED.toNanos();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        List<Double> beside = series(small, mean, tries);
        JsonNode state = coordinator.api().job(other);
        if (!state.path("state").asText().equals("running")) {
            throw new IllegalStateException("the huge job was over before the small ones: " + state);
        }
        coordinator.api().ask(other, "cancel", other);
        double ratio = median(beside) / median(alone);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("alone_seconds", median(alone));
        values.put("beside_seconds", median(beside));
        values.put("alone", alone);
        values.put("beside", beside);
        values.put("huge_job_done", state.path("succeeded").asLong());
        String items = mean.isZero() ? "answered at once" : "of " + mean.toMillis() + " ms";
        report.figure("fairness", "%s, %,d items %s beside %,d".formatted(setting, small, items, huge), values);
        report.ratio("beside_to_alone_" + mean.toMillis() + "_ms", ratio);
        return ratio;
    }

    private List<Double> series(int items, Duration mean, int tries) throws IOException, InterruptedException {
        List<Double> taken = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            taken.add(seconds(items, mean));
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return taken;
    }

    private double seconds(int items, Duration mean) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String job = submit(items, mean);
        while (!coordinator.api().job(job).path("state").asText().equals("done")) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return Math.round((System.nanoTime() - begun) / 1e6) / 1000.0;
    }

    private String submit(int items, Duration mean) throws IOException, InterruptedException {
        long own = seed++;
        return coordinator
                .api()
                .submit(
                        UUID.randomUUID().toString(),
                        BodyPublishers.ofInputStream(() -> ScriptedDocuments.of(items, mean, own)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
