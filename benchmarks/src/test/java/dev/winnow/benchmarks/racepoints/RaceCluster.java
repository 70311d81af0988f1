package dev.winnow.benchmarks.racepoints;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.cluster.Link;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.coordinator.embedded.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Two coordinators that share everything and two workers. One of each is mortal: it can be started so that it dies at a
 * point. Workers speak with the mortal coordinator while it lives, and else with the other. Not thread-safe.
 */
final class RaceCluster implements AutoCloseable {
    static final int SLOTS = 8;

    private static final String SOON_STARTED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final String NO_BROKER = "amqp://guest:guest@127.0.0.1:1/";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(20);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final long PAUSE_NANOS = 50_000_000;

    /** Those of production, shortened so that a death costs seconds; and a JVM that starts soon. */
    private static final Map<String, String> TIMES = Map.of(
            "WINNOW_DISPATCH_LEASE", "8s",
            "WINNOW_DISPATCH_HEARTBEAT", "1s",
            "WINNOW_DISPATCH_FORGOTTEN_AFTER", "3s",
            "WINNOW_DISPATCH_CONFIRM_TIMEOUT", "2s",
            "WINNOW_EVENTS_HEARTBEAT", "2s",
            "WINNOW_SCHEDULES_LEAST_INTERVAL", "1s",
            "JAVA_TOOL_OPTIONS", SOON_STARTED);

    private final Cluster cluster;
    private final Coordinator survivor;
    private final Coordinator mortal;
    private final Link toCoordinators;
    private final ManagedProcess mortalWorker;
    private final ManagedProcess otherWorker;
    private boolean usual = true;

    private RaceCluster(Cluster cluster) throws IOException, InterruptedException {
        this.cluster = cluster;
        URI broker = cluster.rabbit().uri();
        survivor = cluster.startCoordinator("survivor", TIMES, broker);
        awaitReady(survivor);
        mortal = cluster.startCoordinator("mortal", TIMES, broker);
        toCoordinators =
                Link.preferring(List.of(mortal.url().getPort(), survivor.url().getPort()));
        URI coordinators = URI.create("http://127.0.0.1:" + toCoordinators.port());
        mortalWorker = cluster.startWorkers(coordinators, broker, SLOTS, List.of("mortal-worker"));
        replaceWorker();
        otherWorker = cluster.startWorkers(coordinators, broker, SLOTS, List.of("other-worker"));
        Cluster.await(survivor, 2);
    }

    /** Starts everything in a temporary folder of the test. */
    static RaceCluster start(Path folder) throws IOException, StartException, InterruptedException {
        // PostgreSQL runs as another user where this one is root, and must get to its own folder.
        if (!folder.toFile().setExecutable(true, false)) {
            throw new IOException("cannot let others pass through " + folder);
        }
        Cluster cluster = Cluster.start(projectRoot(), folder.resolve("cluster"));
        try {
            return new RaceCluster(cluster);
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Database and broker. */
    Cluster services() {
        return cluster;
    }

    ManagedProcess mortal() {
        return mortal.process();
    }

    ManagedProcess survivor() {
        return survivor.process();
    }

    ManagedProcess mortalWorker() {
        return mortalWorker;
    }

    ManagedProcess otherWorker() {
        return otherWorker;
    }

    /** The API of the one that may die. */
    CoordinatorApi mortalApi() {
        return cluster.client(mortal.url(), CLIENT_PATIENCE);
    }

    /** The API of the one that goes on. */
    URI survivorUrl() {
        return survivor.url();
    }

    CoordinatorApi survivorApi() {
        return cluster.client(survivor.url(), CLIENT_PATIENCE);
    }

    /** The mortal coordinator starts anew, and will die at that point; the workers turn to it. */
    void armCoordinator(String haltAt) throws IOException, InterruptedException {
        startCoordinator(Map.of("WINNOW_TESTING_HALT_AT", haltAt));
    }

    /** The mortal coordinator runs and has nothing to fear; one that does goes on, since a start costs seconds. */
    void requireCoordinator() throws IOException, InterruptedException {
        if (usual && mortal.process().running()) {
            awaitReady(mortal);
            turnWorkers();
        } else {
            startCoordinator(Map.of());
        }
    }

    /** The mortal coordinator starts anew; it serves clients and workers, and has no broker to dispatch or record. */
    void idleCoordinator() throws IOException, InterruptedException {
        usual = false;
        mortal.process().kill();
        mortal.process().start(Map.of("WINNOW_DISPATCH_AUTOMATIC", "false", "WINNOW_AMQP_URI", NO_BROKER));
        await(mortal, RaceCluster::answers);
        turnWorkers();
    }

    private void startCoordinator(Map<String, String> settings) throws IOException, InterruptedException {
        usual = settings.isEmpty();
        mortal.process().kill();
        mortal.process().start(settings);
        awaitReady(mortal);
        turnWorkers();
    }

    /** Those that spoke with the one that goes on speak with the mortal one. */
    private void turnWorkers() {
        toCoordinators.cut();
        toCoordinators.heal();
    }

    /** The mortal worker starts anew, and will die at that point. */
    void armWorker(String haltAt) throws IOException, InterruptedException {
        startWorker(Map.of("WINNOW_TESTING_HALT_AT", haltAt, "WINNOW_GRACE", "2S"));
    }

    /** The mortal worker starts anew, and has nothing to fear; told to stop, it takes two seconds at most. */
    void replaceWorker() throws IOException, InterruptedException {
        startWorker(Map.of("WINNOW_GRACE", "2S"));
    }

    /** The mortal worker is told to stop, and takes its leave or dies over it. */
    void stopWorker() throws IOException, InterruptedException {
        mortalWorker.stop();
        if (mortalWorker.awaitEnd(STOP_LIMIT).isEmpty()) {
            throw new IOException("a worker did not stop within " + STOP_LIMIT);
        }
    }

    private void startWorker(Map<String, String> settings) throws IOException, InterruptedException {
        mortalWorker.kill();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("JAVA_TOOL_OPTIONS", SOON_STARTED);
        mortalWorker.start(environment);
    }

    private static void awaitReady(Coordinator coordinator) throws IOException, InterruptedException {
        await(coordinator, CoordinatorApi::ready);
    }

    private static boolean answers(CoordinatorApi api) throws InterruptedException {
        try {
            return api.workers() >= 0;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** One that dies meanwhile has done what it was started for. */
    private static void await(Coordinator coordinator, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (coordinator.process().running() && !condition.met(coordinator.api())) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a coordinator did not get ready within " + START_LIMIT);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Where the sources are. */
    static Path projectRoot() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("winnow"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new IOException("no folder above the working directory holds the launcher");
        }
        return root;
    }

    @Override
    public void close() throws IOException {
        // Frozen ones would not hear that they are to end.
        try {
            for (ManagedProcess process : List.of(survivor.process(), mortal.process(), mortalWorker, otherWorker)) {
                process.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        toCoordinators.close();
        cluster.close();
    }

    @FunctionalInterface
    private interface Condition {
        boolean met(CoordinatorApi api) throws InterruptedException;
    }
}
