package dev.winnow.benchmarks.queue;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.ResourceUse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who used the processors between two moments. Not thread-safe. */
final class CpuMeter {
    private final Map<String, Long> processes = new LinkedHashMap<>();

    CpuMeter(Cluster cluster, ManagedProcess coordinator, ManagedProcess workers) throws IOException {
        processes.put("coordinator", coordinator.pid());
        processes.put("workers", workers.pid());
        processes.put("postgresql", cluster.postgresPid());
        processes.put("rabbitmq", cluster.rabbit().pid());
    }

    /** Seconds of each so far. The client is this process alone: the others are its children. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        processes.forEach((name, pid) -> seconds.put(name, ResourceUse.cpuSeconds(pid)));
        seconds.put("client", ResourceUse.ownCpuSeconds());
        return seconds;
    }

    /** What each used from one reading to a later one. */
    static Map<String, Double> between(Map<String, Double> from, Map<String, Double> to) {
        Map<String, Double> used = new LinkedHashMap<>();
        to.forEach((process, seconds) -> used.put(process, seconds - from.getOrDefault(process, 0.0)));
        return used;
    }
}
