package dev.winnow.benchmarks.killedtraining;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.machine.Multiplier;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One coordinator, and two workers that train: processes as an installation has them. Not thread-safe. */
final class TrainingWorkers {
    private static final int WORKERS = 2;

    /** Shorter than in production, so that a death costs seconds. */
    private static final Map<String, String> LEASES =
            Map.of("WINNOW_DISPATCH_LEASE", "15s", "WINNOW_DISPATCH_HEARTBEAT", "2s");

    private static final Map<String, String> TRAINING = Map.of(
            "WINNOW_MODEL",
            Settings.DEFAULT_MODEL,
            "WINNOW_QUANTIZATION",
            Multiplier.wantsBf16() ? "bf16" : Settings.DEFAULT_QUANTIZATION,
            "WINNOW_TRAINING",
            "true",
            // After each step.
            "WINNOW_TRAINING_CHECKPOINT_EVERY",
            "0s",
            // Two processes share the machine.
            "WINNOW_MEMORY_MEBIBYTES",
            "1536",
            "WINNOW_TRAINING_MEBIBYTES",
            "1536",
            "ONEDNN_PRIMITIVE_CACHE_CAPACITY",
            "64");

    private final CoordinatorApi api;
    private final Map<String, ManagedProcess> workers;

    private TrainingWorkers(CoordinatorApi api, Map<String, ManagedProcess> workers) {
        this.api = api;
        this.workers = workers;
    }

    /** Starts all of it; returns when both workers take work. */
    static TrainingWorkers start(Cluster cluster) throws IOException, InterruptedException {
        Coordinator coordinator =
                cluster.startCoordinator("coordinator", LEASES, cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        Map<String, ManagedProcess> workers = new LinkedHashMap<>();
        for (int i = 1; i <= WORKERS; i++) {
            String name = "worker-" + i;
            workers.put(
                    name,
                    cluster.startModelWorker(coordinator.url(), cluster.rabbit().uri(), name, TRAINING));
        }
        Cluster.await(coordinator, WORKERS);
        return new TrainingWorkers(coordinator.api(), workers);
    }

    CoordinatorApi api() {
        return api;
    }

    /** The process of that name. */
    ManagedProcess named(String worker) {
        ManagedProcess process = workers.get(worker);
        if (process == null) {
            throw new IllegalStateException("no worker is called '" + worker + "'");
        }
        return process;
    }

    /** Starts those again that do not run. */
    void replace() throws IOException {
        for (ManagedProcess worker : workers.values()) {
            worker.start();
        }
    }
}
