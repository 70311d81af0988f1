package dev.winnow.benchmarks.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.benchmarks.report.Report;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Jobs through one coordinator and a few scripted workers. */
final class QueueRun {
    private static final long PAUSE_NANOS = 50_000_000;
    private static final int WARM_UP = 20_000;

    private final Cluster cluster;
    private final Report report;
    private final int itemBytes;

    QueueRun(Cluster cluster, Report report, int itemBytes) {
        this.cluster = cluster;
        this.report = report;
        this.itemBytes = itemBytes;
    }

    /** Prints what makes the database and the broker slow and safe. */
    void durability() throws SQLException {
        Map<String, Object> settings = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(
                        cluster.postgres().jdbcUrl(),
                        cluster.postgres().username(),
                        cluster.postgres().password());
                Statement statement = connection.createStatement()) {
            for (String name : List.of("server_version", "fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet row = statement.executeQuery("show " + name)) {
                    row.next();
                    settings.put(name, row.getString(1));
                }
            }
        }
        settings.put("queues", "durable, quorum, persistent messages, confirms");
        report.figure("services", "durability", settings);
    }

    /**
     * Runs one job of each size.
     *
     * @return the best rate, in items a second from the first byte sent to the last result recorded
     */
    double winnow(int workers, int slots, List<Integer> sizes) throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        List<String> names =
                IntStream.range(0, workers).mapToObj(i -> "scripted-" + i).toList();
        Cluster.await(coordinator, 0);
        ManagedProcess process =
                cluster.startWorkers(coordinator.url(), cluster.rabbit().uri(), slots, names);
        Cluster.await(coordinator, workers);
        CpuMeter cpu = new CpuMeter(cluster, coordinator.process(), process);
        run(coordinator, cpu, WARM_UP);
        double best = 0;
        for (int size : sizes) {
            Timing timing = run(coordinator, cpu, size);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("submit_items_per_second", Math.round(size / timing.submitSeconds()));
            values.put("items_per_second", Math.round(size / timing.seconds()));
            values.put("microseconds_per_item", Math.round(timing.seconds() * 1e6 / size));
            values.put("cpu_microseconds_per_item", timing.cpu());
            values.put("of_these_submitting", timing.submitCpu());
            values.put(
                    "coordinator_peak_memory_mib",
                    ResourceUse.peakMebibytes(coordinator.process().pid()));
            report.figure("winnow", "%,d items of %d bytes, %d workers".formatted(size, itemBytes, workers), values);
            best = Math.max(best, size / timing.seconds());
        }
        process.close();
        coordinator.process().close();
        return best;
    }

    private Timing run(Coordinator coordinator, CpuMeter cpu, int size) throws IOException, InterruptedException {
        try {
            return measured(coordinator, cpu, size);
        } catch (IOException e) {
            cluster.requireRunning();
            throw new IOException(e + ". " + coordinator.process().lastWords(), e);
        }
    }

    private Timing measured(Coordinator coordinator, CpuMeter cpu, int size) throws IOException, InterruptedException {
        Map<String, Double> cpuBefore = cpu.seconds();
        long begun = System.nanoTime();
        String job = coordinator
                .api()
                .submit(
                        UUID.randomUUID().toString(),
                        BodyPublishers.ofInputStream(() -> Documents.of(size, itemBytes)));
        double submitted = (System.nanoTime() - begun) / 1e9;
        Map<String, Double> cpuSubmitted = cpu.seconds();
        JsonNode state = coordinator.api().job(job);
        while (!state.path("state").asText().equals("done")) {
            LockSupport.parkNanos(PAUSE_NANOS);
            cluster.requireRunning();
            state = coordinator.api().job(job);
        }
        if (state.path("succeeded").asInt() != size) {
            throw new IllegalStateException("not every item succeeded: " + state);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Timing(
                submitted,
                seconds,
                CpuMeter.microsecondsPerItem(cpuBefore, cpuSubmitted, size),
                CpuMeter.microsecondsPerItem(cpuBefore, cpu.seconds(), size));
    }

    private record Timing(double submitSeconds, double seconds, Map<String, Long> submitCpu, Map<String, Long> cpu) {}
}
