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
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Jobs through one coordinator and a few scripted workers. */
final class QueueRun {
    private static final long PAUSE_NANOS = 200_000_000;
    // A small job is run again and again until so many items are done, or its cost would be that of a few samples.
    private static final int AT_LEAST = 200_000;

    private final Cluster cluster;
    private final Report report;
    private final int itemBytes;
    private final int warmUp;

    /**
     * Takes the services.
     *
     * @param warmUp items before anything is measured
     */
    QueueRun(Cluster cluster, Report report, int itemBytes, int warmUp) {
        this.cluster = cluster;
        this.report = report;
        this.itemBytes = itemBytes;
        this.warmUp = warmUp;
    }

    /** Prints what makes the database and the broker slow and safe. */
    void durability() throws SQLException {
        Map<String, Object> settings = new LinkedHashMap<>();
        try (Connection connection = connect();
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

    /** PostgreSQL's upkeep after a large job would fall into the next one, and count as what that one costs. */
    private void sweep() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum (analyze)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                cluster.postgres().jdbcUrl(),
                cluster.postgres().username(),
                cluster.postgres().password());
    }

    /**
     * Runs jobs of each size, one after the other, each on a swept database.
     *
     * @return the best rate, in items a second from the first byte sent to the last result recorded
     */
    double winnow(int workers, int slots, List<Integer> sizes) throws IOException, SQLException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        List<String> names =
                IntStream.range(0, workers).mapToObj(i -> "scripted-" + i).toList();
        Cluster.await(coordinator, 0);
        ManagedProcess process =
                cluster.startWorkers(coordinator.url(), cluster.rabbit().uri(), slots, names);
        Cluster.await(coordinator, workers);
        CpuMeter cpu = new CpuMeter(cluster, coordinator.process(), process);
        warmUp(coordinator, cpu, sizes);
        List<Timing> timings = new ArrayList<>();
        for (int size : sizes) {
            sweep();
            Timing timing = repeated(coordinator, cpu, size);
            timings.add(timing);
            Map<String, Object> values = new LinkedHashMap<>(timing.figures());
            values.put(
                    "coordinator_peak_memory_mib",
                    ResourceUse.peakMebibytes(coordinator.process().pid()));
            report.figure("winnow", "%,d items of %d bytes, %d workers".formatted(size, itemBytes, workers), values);
        }
        if (timings.size() > 1) {
            DoubleSummaryStatistics costs =
                    timings.stream().mapToDouble(Timing::microseconds).summaryStatistics();
            report.ratio("cost_per_item_dearest_size_vs_cheapest", costs.getMax() / costs.getMin());
        }
        process.close();
        coordinator.process().close();
        return timings.stream().mapToDouble(Timing::itemsPerSecond).max().orElseThrow();
    }

    /** A large job compiles what an item takes. What a job takes, its begin and its end, only many small ones do. */
    private void warmUp(Coordinator coordinator, CpuMeter cpu, List<Integer> sizes)
            throws IOException, InterruptedException {
        if (warmUp == 0) {
            return;
        }
        run(coordinator, cpu, warmUp);
        if (sizes.size() > 1) {
            repeated(coordinator, cpu, Collections.min(sizes));
        }
    }

    private Timing repeated(Coordinator coordinator, CpuMeter cpu, int size) throws IOException, InterruptedException {
        Timing all = run(coordinator, cpu, size);
        while (all.items() < AT_LEAST) {
            all = all.plus(run(coordinator, cpu, size));
        }
        return all;
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
                size,
                submitted,
                seconds,
                CpuMeter.between(cpuBefore, cpuSubmitted),
                CpuMeter.between(cpuBefore, cpu.seconds()));
    }
}
