package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.coordinator.embedded.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A cluster under faults from a seed, and whether it kept its promises. */
public final class FaultRun {
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(4);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long seed;
    private final Duration length;
    private final PrintStream out;
    private int restarted;

    private FaultRun(long seed, Duration length, PrintStream out) {
        this.seed = seed;
        this.length = length;
        this.out = out;
    }

    /**
     * Runs once.
     *
     * @param project where the project was built
     * @param folder for data and logs, which is not there yet
     * @param out where events and counts are printed
     */
    public static Outcome run(Path project, Path folder, long seed, Duration length, PrintStream out)
            throws IOException, StartException, InterruptedException, SQLException {
        return new FaultRun(seed, length, out).run(project, folder);
    }

    private Outcome run(Path project, Path folder)
            throws IOException, StartException, InterruptedException, SQLException {
        out.printf("seed %d, %d s of faults; logs in %s%n", seed, length.toSeconds(), folder);
        try (FaultCluster cluster = FaultCluster.start(project, folder)) {
            Clients clients = new Clients(seed, cluster.clients());
            List<Fault> faults = FaultPlan.of(seed, length);
            clients.start();
            Disturbances disturbances = new Disturbances(cluster, out);
            disturb(disturbances, faults);
            long begun = System.nanoTime();
            List<String> open = settle(cluster, disturbances, clients);
            double settled = (System.nanoTime() - begun) / 1e9;
            Outcome outcome = judge(cluster, clients, open, counts(faults.size(), clients, settled));
            outcome.counts().forEach((name, value) -> out.printf("%-24s %s%n", name, value));
            outcome.broken().forEach(sentence -> out.println("BROKEN  " + sentence));
            return outcome;
        }
    }

    private void disturb(Disturbances disturbances, List<Fault> faults)
            throws IOException, StartException, InterruptedException {
        PriorityQueue<Fault> later = new PriorityQueue<>(Comparator.comparing(Fault::at));
        PriorityQueue<Fault> running = new PriorityQueue<>(Comparator.comparing(Fault::end));
        later.addAll(faults);
        long begun = System.nanoTime();
        Duration now = Duration.ZERO;
        while (now.compareTo(length) < 0 || !running.isEmpty()) {
            while (!running.isEmpty() && running.peek().end().compareTo(now) <= 0) {
                disturbances.end(running.remove());
            }
            while (!later.isEmpty() && later.peek().at().compareTo(now) <= 0) {
                Fault fault = later.remove();
                out.println(fault);
                disturbances.begin(fault);
                running.add(fault);
            }
            restarted += disturbances.restartEnded();
            LockSupport.parkNanos(TICK_NANOS);
            now = Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    /** Waits until all is terminal; gives the jobs that are not. */
    private List<String> settle(FaultCluster cluster, Disturbances disturbances, Clients clients)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        Thread finishing = new Thread(() -> finish(clients), "finishing");
        finishing.start();
        CoordinatorApi api = cluster.clients().get(0);
        List<String> open = List.of();
        do {
            restarted += disturbances.restartEnded();
            LockSupport.parkNanos(TICK_NANOS * 5);
            open = open(api, clients);
        } while ((finishing.isAlive() || !open.isEmpty()) && System.nanoTime() < deadline);
        finishing.join();
        return open;
    }

    private static void finish(Clients clients) {
        try {
            clients.finish(SETTLE_LIMIT.toMillis() / 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> open(CoordinatorApi api, Clients clients) throws InterruptedException {
        List<String> open = new ArrayList<>();
        for (String id : clients.acknowledged().keySet()) {
            String state;
            try {
                state = api.job(id).toString();
            } catch (IOException e) {
                state = e.toString(); // not yet back, or lost: the deadline tells them apart
            }
            if (!state.contains("\"state\":\"done\"")) {
                open.add("job %s is not terminal: %s".formatted(id, state));
            }
        }
        return open;
    }

    private Outcome judge(FaultCluster cluster, Clients clients, List<String> open, Map<String, Object> counts)
            throws IOException, InterruptedException, SQLException {
        List<String> broken = new ArrayList<>(open);
        new TreeMap<>(clients.waiting())
                .forEach((key, answer) -> broken.add("%s was never acknowledged: %s".formatted(key, answer)));
        Promises promises = new Promises(cluster.clients().get(0));
        int items = 0;
        for (Map.Entry<String, PlannedJob> job : clients.acknowledged().entrySet()) {
            promises.check(job.getKey(), job.getValue());
            items += job.getValue().items().size();
        }
        broken.addAll(promises.broken());
        Ledger ledger = new Ledger(cluster.services().postgres());
        broken.addAll(ledger.broken(clients.acknowledged().size(), items));
        counts.put("items", items);
        counts.putAll(ledger.counts());
        counts.put("promises_broken", broken.size());
        return new Outcome(seed, counts, broken);
    }

    private Map<String, Object> counts(int faults, Clients clients, double settled) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("faults", faults);
        counts.put("processes_ended_by_poison", restarted);
        counts.put("submissions_retried", clients.retries());
        counts.put("seconds_to_settle", Math.round(settled));
        counts.put("jobs", clients.acknowledged().size());
        counts.put(
                "poison",
                clients.acknowledged().values().stream()
                        .mapToInt(PlannedJob::poisoned)
                        .sum());
        return counts;
    }

    /**
     * What came of a run.
     *
     * @param counts what happened, by name
     * @param broken which promises were broken and where; empty when all were kept
     */
    public record Outcome(long seed, Map<String, Object> counts, List<String> broken) {
        public Outcome {
            counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
            broken = List.copyOf(broken);
        }
    }
}
