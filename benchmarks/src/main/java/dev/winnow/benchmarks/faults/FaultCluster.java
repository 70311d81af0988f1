package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.cluster.Link;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.faults.Fault.Part;
import dev.winnow.coordinator.embedded.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster of a fault run: coordinators share database and broker, each worker reaches the coordinators as through a
 * load balancer, and every connection runs through a {@link Link} of its own. Not thread-safe.
 */
final class FaultCluster implements AutoCloseable {
    static final int WORKERS = 3;
    static final int COORDINATORS = 2;

    private static final int SLOTS = 8;
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(10);

    /** Those of production, shortened so that a run of a minute sees many of them pass. */
    private static final Map<String, String> TIMES = Map.of(
            "WINNOW_DISPATCH_LEASE", "8s",
            "WINNOW_DISPATCH_HEARTBEAT", "2s",
            "WINNOW_DISPATCH_FORGOTTEN_AFTER", "5s",
            "WINNOW_DISPATCH_CONFIRM_TIMEOUT", "2s",
            "WINNOW_DISPATCH_SHARD_TIME", "2s");

    private final Cluster cluster;
    private final List<Coordinator> coordinators = new ArrayList<>();
    private final List<ManagedProcess> workers = new ArrayList<>();
    private final Map<Part, List<Link>> links = new EnumMap<>(Part.class);

    private FaultCluster(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Starts everything; returns when all workers take work. */
    static FaultCluster start(Path project, Path folder) throws IOException, StartException, InterruptedException {
        FaultCluster started = new FaultCluster(Cluster.start(project, folder));
        try {
            started.startCoordinators();
            started.startWorkers();
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void startCoordinators() throws IOException, InterruptedException {
        int databasePort = URI.create(cluster.postgres().jdbcUrl().substring("jdbc:".length()))
                .getPort();
        for (int i = 0; i < COORDINATORS; i++) {
            Map<String, String> settings = new HashMap<>(TIMES);
            settings.put(
                    "WINNOW_DATABASE_URL",
                    cluster.postgres()
                            .jdbcUrl()
                            .replace(
                                    ":" + databasePort + "/",
                                    ":" + link(Part.COORDINATOR_TO_DATABASE, List.of(databasePort)) + "/"));
            URI broker = throughLink(Part.COORDINATOR_TO_BROKER);
            coordinators.add(cluster.startCoordinator("coordinator-" + i, settings, broker));
        }
        for (Coordinator coordinator : coordinators) {
            Cluster.await(coordinator, 0);
        }
    }

    private void startWorkers() throws IOException, InterruptedException {
        List<Integer> ports = coordinators.stream()
                .map(coordinator -> coordinator.url().getPort())
                .toList();
        for (int i = 0; i < WORKERS; i++) {
            URI balanced = URI.create("http://127.0.0.1:" + link(Part.WORKER_TO_COORDINATOR, ports));
            workers.add(
                    cluster.startWorkers(balanced, throughLink(Part.WORKER_TO_BROKER), SLOTS, List.of(workerName(i))));
        }
        Cluster.await(coordinators.get(0), WORKERS);
    }

    private URI throughLink(Part part) throws IOException {
        return cluster.rabbit().uri(link(part, List.of(cluster.rabbit().port())));
    }

    private int link(Part part, List<Integer> upstreams) throws IOException {
        Link link = new Link(upstreams);
        links.computeIfAbsent(part, unused -> new ArrayList<>()).add(link);
        return link.port();
    }

    /** What operators call a worker. */
    static String workerName(int target) {
        return "scripted-" + target;
    }

    /** Database and broker. */
    Cluster services() {
        return cluster;
    }

    /** The process of a worker or a coordinator. */
    ManagedProcess process(Part part, int target) {
        return part == Part.WORKER
                ? workers.get(target)
                : coordinators.get(target).process();
    }

    /** The connections of one process to one kind of server. */
    Link link(Part part, int target) {
        return links.getOrDefault(part, List.of()).get(target);
    }

    /** A client of each coordinator, with the patience of a person's program. */
    List<CoordinatorApi> clients() {
        return coordinators.stream()
                .map(coordinator -> cluster.client(coordinator.url(), CLIENT_PATIENCE))
                .toList();
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        for (List<Link> ofPart : links.values()) {
            for (Link link : ofPart) {
                link.close();
            }
        }
    }
}
