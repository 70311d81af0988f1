package dev.winnow.benchmarks.fleet;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.benchmarks.scripted.BusyLine;
import dev.winnow.benchmarks.scripted.ScriptedDocuments;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One job that keeps a whole fleet busy, watched for a while in its midst. */
final class FleetRun {
    private static final long LOOK_NANOS = 250_000_000;

    private final Cluster cluster;
    private final Report report;
    private final FleetPlan plan;
    private final List<ManagedProcess> processes = new ArrayList<>();

    FleetRun(Cluster cluster, Report report, FleetPlan plan) {
        this.cluster = cluster;
        this.report = report;
        this.plan = plan;
    }

    void run() throws IOException, InterruptedException, SQLException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        for (int i = 0; i < plan.processes(); i++) {
            processes.add(
                    cluster.startWorkers(coordinator.url(), cluster.rabbit().uri(), plan.slots(), plan.names(i)));
        }
        Cluster.await(coordinator, plan.workers());
        String job = coordinator
                .api()
                .submit(
                        UUID.randomUUID().toString(),
                        BodyPublishers.ofInputStream(
                                () -> ScriptedDocuments.of(plan.items(), plan.service(), plan.seed())));
        try (Connection connection = DriverManager.getConnection(
                cluster.postgres().jdbcUrl(),
                cluster.postgres().username(),
                cluster.postgres().password())) {
            ShardWatch watch = new ShardWatch(connection);
            long begun = System.nanoTime();
            lookUntil(watch, begun + plan.warmUp().toNanos());
            Moment first = moment(coordinator, connection, job);
            watch.begin();
            lookUntil(watch, System.nanoTime() + plan.measured().toNanos());
            Moment last = moment(coordinator, connection, job);
            tell(first, last, watch, coordinator);
        }
        coordinator.api().ask(job, "cancel", job);
        for (ManagedProcess process : processes) {
            process.kill(); // nobody waits for what they still hold
        }
        coordinator.process().close();
    }

    private static void lookUntil(ShardWatch watch, long end) throws SQLException {
        while (System.nanoTime() < end) {
            watch.look();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Moment moment(Coordinator coordinator, Connection connection, String job)
            throws IOException, InterruptedException, SQLException {
        double workers = 0;
        for (ManagedProcess process : processes) {
            workers += ResourceUse.cpuSeconds(process.pid());
        }
        return new Moment(
                System.currentTimeMillis(),
                DatabaseLoad.now(connection),
                ResourceUse.cpuSeconds(cluster.postgresPid()),
                ResourceUse.cpuSeconds(coordinator.process().pid()),
                workers,
                coordinator.api().job(job).path("succeeded").asLong());
    }

    private void tell(Moment first, Moment last, ShardWatch watch, Coordinator coordinator) throws IOException {
        double seconds = (last.millis() - first.millis()) / 1000.0;
        double busy = busyShare(first.millis(), last.millis());
        String setting = "%d workers with %s slots (%,d), %.1f s an item"
                .formatted(
                        plan.workers(),
                        plan.slots(),
                        plan.allSlots(),
                        plan.service().toMillis() / 1000.0);
        Map<String, Object> fleet = new LinkedHashMap<>();
        fleet.put("busy_percent", round(100 * busy));
        fleet.put("items_per_second", round((last.items() - first.items()) / seconds));
        fleet.put("measured_seconds", round(seconds));
        fleet.put("workers_cpu_cores", round((last.workersCpu() - first.workersCpu()) / seconds));
        report.figure("fleet", setting, fleet);
        Map<String, Object> waits = new LinkedHashMap<>();
        waits.put("shards", watch.count());
        waits.put("dispatched_to_begun_p50_seconds", round(watch.dispatched(0.5)));
        waits.put("dispatched_to_begun_p99_seconds", round(watch.dispatched(0.99)));
        waits.put("planned_to_begun_p50_seconds", round(watch.planned(0.5)));
        waits.put("planned_to_begun_p99_seconds", round(watch.planned(0.99)));
        report.figure("dispatch", setting, waits);
        DatabaseLoad load = last.database().since(first.database());
        Map<String, Object> database = new LinkedHashMap<>();
        database.put("transactions_per_second", round(load.transactions() / seconds));
        database.put("rows_written_per_second", round(load.written() / seconds));
        database.put("rows_fetched_per_second", round(load.fetched() / seconds));
        database.put("cpu_cores", round((last.postgresCpu() - first.postgresCpu()) / seconds));
        report.figure("postgresql", setting, database);
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("cpu_cores", round((last.coordinatorCpu() - first.coordinatorCpu()) / seconds));
        one.put(
                "peak_memory_mib",
                ResourceUse.peakMebibytes(coordinator.process().pid()));
        report.figure("coordinator", setting, one);
        report.ratio("fleet_busy_share", busy);
    }

    /** Of the slot-seconds that the fleet had, those in which an item was decoded, by what the workers say. */
    private double busyShare(long from, long to) throws IOException {
        double used = 0;
        double had = 0;
        for (int i = 0; i < plan.processes(); i++) {
            try (Stream<String> lines = Files.lines(cluster.log(plan.names(i).get(0)))) {
                List<BusyLine> told = lines.flatMap(line -> BusyLine.parse(line).stream())
                        .filter(line -> line.millis() >= from && line.millis() <= to)
                        .toList();
                if (told.size() < 2) {
                    throw new IOException("a process of workers tells too little of itself");
                }
                BusyLine first = told.get(0);
                BusyLine last = told.get(told.size() - 1);
                used += last.slotSeconds() - first.slotSeconds();
                had += first.slots() * (last.millis() - first.millis()) / 1000.0;
            }
        }
        return used / had;
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** What was counted by a moment. */
    private record Moment(
            long millis,
            DatabaseLoad database,
            double postgresCpu,
            double coordinatorCpu,
            double workersCpu,
            long items) {}
}
