package dev.winnow.benchmarks.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.benchmarks.scripted.MadeLines;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** One job of short items, no two alike, through one worker with a real model; its memory is read all the while. */
final class MemoryRun {
    private static final String NAME = "worker";
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final String[] COLOURS = {"red", "blue", "green", "black", "white"};
    private static final String[] TOWNS = {"Leeds", "Basel", "Turin", "Ghent", "Porto", "Aarhus", "Brno"};
    private static final String SCHEMA = """
            {"type":"object","properties":{"colour":{"enum":["red","blue","green","black","white"]},\
            "price":{"type":"integer","minimum":0,"maximum":99999}},"required":["colour","price"],\
            "additionalProperties":false}""";

    private final Coordinator coordinator;
    private final ManagedProcess worker;
    private final Report report;
    private final String setting;

    private MemoryRun(Coordinator coordinator, ManagedProcess worker, Report report, String setting) {
        this.coordinator = coordinator;
        this.worker = worker;
        this.report = report;
        this.setting = setting;
    }

    static MemoryRun start(Cluster cluster, Report report, String model, String quantization, int slots)
            throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        ManagedProcess worker = cluster.startModelWorker(
                coordinator.url(),
                cluster.rabbit().uri(),
                NAME,
                Map.of(
                        "WINNOW_MODEL", model,
                        "WINNOW_QUANTIZATION", quantization,
                        "WINNOW_SLOTS", String.valueOf(slots)));
        Cluster.await(coordinator, 1);
        return new MemoryRun(coordinator, worker, report, "%s in %s, %d slots".formatted(model, quantization, slots));
    }

    /** Runs a job of so many items, and tells whether memory stayed flat and all of them succeeded. */
    boolean measure(int items) throws IOException, InterruptedException {
        MemoryCurve curve = new MemoryCurve(items);
        long first = ResourceUse.residentMebibytes(worker.pid());
        if (first < 0) {
            throw new IOException("a process's memory is not told here: this needs Linux");
        }
        curve.add(0, first);
        long begun = System.nanoTime();
        String id = coordinator
                .api()
                .submit(UUID.randomUUID().toString(), BodyPublishers.ofInputStream(() -> documents(items)));
        JsonNode job = coordinator.api().job(id);
        while (job.path("open").asInt(items) > 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (!worker.running()) {
                throw new IOException(worker.lastWords());
            }
            job = coordinator.api().job(id);
            int done = job.path("succeeded").asInt() + job.path("failed").asInt();
            if (curve.add(done, ResourceUse.residentMebibytes(worker.pid()))) {
                System.err.printf("  %,d of %,d items, %,d MiB%n", done, items, curve.last());
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("items_per_second", Math.round(items / ((System.nanoTime() - begun) / 1e9) * 10) / 10.);
        values.put("failed", job.path("failed").asInt());
        values.put("resident_mib_by_twentieths", curve.highs());
        values.put("grown_mib_after_warm_up", curve.grown());
        values.put("peak_memory_mib", ResourceUse.peakMebibytes(worker.pid()));
        report.figure("worker", "%,d short items, %s".formatted(items, setting), values);
        return curve.flat() && job.path("failed").asInt() == 0;
    }

    private static MadeLines documents(int items) {
        String options = "{\"options\":{\"schema\":" + SCHEMA + "}}\n";
        return MadeLines.after(options, items, position -> "{\"input\":\"For sale: %s bike, %d euros, %s, no. %d\"}\n"
                .formatted(
                        COLOURS[position % COLOURS.length],
                        20 + position * 7 % 900,
                        TOWNS[position % TOWNS.length],
                        position)
                .getBytes(StandardCharsets.UTF_8));
    }
}
