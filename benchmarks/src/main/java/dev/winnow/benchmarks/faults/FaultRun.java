package dev.winnow.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.faults.Fault.Kind;
import dev.winnow.coordinator.embedded.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A cluster under faults from a seed, and whether it kept its promises. */
public final class FaultRun {
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(6);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Set<String> TERMINAL = Set.of("done", "cancelled");

    private final long seed;
    private final Duration length;
    private final Set<Kind> kinds;
    private final PrintStream out;
    private int restarted;

    private FaultRun(long seed, Duration length, Set<Kind> kinds, PrintStream out) {
        this.seed = seed;
        this.length = length;
        this.kinds = kinds;
        this.out = out;
    }

    /** Runs once with faults of every kind. */
    public static Outcome run(Path project, Path folder, long seed, Duration length, PrintStream out)
            throws IOException, StartException, InterruptedException, SQLException {
        return run(project, folder, seed, length, EnumSet.allOf(Kind.class), out);
    }

    /**
     * Runs once.
     *
     * @param project where the project was built
     * @param folder for data and logs, which is not there yet
     * @param kinds what may happen
     * @param out where events and counts are printed
     */
    static Outcome run(Path project, Path folder, long seed, Duration length, Set<Kind> kinds, PrintStream out)
            throws IOException, StartException, InterruptedException, SQLException {
        return new FaultRun(seed, length, kinds, out).run(project, folder);
    }

    private Outcome run(Path project, Path folder)
            throws IOException, StartException, InterruptedException, SQLException {
        out.printf("seed %d, %d s of faults; logs in %s%n", seed, length.toSeconds(), folder);
        try (FaultCluster cluster = FaultCluster.start(project, folder)) {
            Controls controls = new Controls(cluster.clients());
            Clients clients = new Clients(seed, cluster.clients(), controls);
            List<Fault> faults = FaultPlan.of(seed, length, kinds);
            controls.start();
            clients.start();
            Disturbances disturbances = new Disturbances(cluster, out);
            disturb(disturbances, faults);
            long begun = System.nanoTime();
            List<String> open = settle(cluster, disturbances, clients, controls);
            controls.stop();
            double settled = (System.nanoTime() - begun) / 1e9;
            Outcome outcome = judge(cluster, clients, open, counts(faults.size(), clients, settled));
            outcome.counts().forEach((name, value) -> out.printf("%-24s %s%n", name, value));
            if (!outcome.broken().isEmpty()) {
                out.printf("seed %d BROKE ITS PROMISES; evidence in %s%n", seed, folder);
                outcome.broken().forEach(sentence -> out.println("BROKEN  " + sentence));
                new Ledger(cluster.services().postgres()).dump(folder);
            }
            return outcome;
        }
    }

    private void disturb(Disturbances disturbances, List<Fault> faults) throws IOException, InterruptedException {
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
            tick(disturbances);
            LockSupport.parkNanos(TICK_NANOS);
            now = Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private boolean tick(Disturbances disturbances) throws IOException, InterruptedException {
        restarted += disturbances.restartEnded();
        return disturbances.over();
    }

    /** Waits until all is terminal; gives the jobs that are not. */
    private List<String> settle(FaultCluster cluster, Disturbances disturbances, Clients clients, Controls controls)
            throws IOException, InterruptedException, SQLException {
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        clients.finish();
        Ledger ledger = new Ledger(cluster.services().postgres());
        CoordinatorApi api = cluster.clients().get(0);
        boolean busy = true;
        List<String> open = List.of();
        while ((busy || !open.isEmpty()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TICK_NANOS * 5);
            // Before the jobs are looked at: what a client does to its job may open it again.
            busy = !tick(disturbances) || clients.busy() || controls.pending() > 0;
            open = busy ? List.of() : open(api, clients);
            busy |= open.isEmpty() && !busy && ledger.shardsOpen();
        }
        clients.stop();
        return open(api, clients);
    }

    private static List<String> open(CoordinatorApi api, Clients clients) throws InterruptedException {
        List<String> open = new ArrayList<>();
        for (String id : clients.acknowledged().keySet()) {
            String state;
            try {
                JsonNode job = api.job(id);
                state = TERMINAL.contains(job.path("state").asText()) ? "" : job.toString();
            } catch (IOException e) {
                state = e.toString(); // not yet back, or lost: the deadline tells them apart
            }
            if (!state.isEmpty()) {
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
        broken.addAll(ledger.broken(clients.acknowledged().size()));
        counts.put("items", items);
        counts.putAll(ledger.counts());
        counts.put("promises_broken", broken.size());
        return new Outcome(seed, counts, broken);
    }

    private Map<String, Object> counts(int faults, Clients clients, double settled) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("faults", faults);
        counts.put("processes_restarted", restarted);
        counts.put("submissions_retried", clients.retries());
        counts.put("seconds_to_settle", Math.round(settled));
        counts.put("jobs", clients.acknowledged().size());
        for (Control control : List.of(Control.PAUSE, Control.CANCEL, Control.RETRY)) {
            counts.put(
                    "jobs_" + control.name().toLowerCase(Locale.ROOT),
                    clients.acknowledged().values().stream()
                            .filter(job -> job.control() == control)
                            .count());
        }
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
