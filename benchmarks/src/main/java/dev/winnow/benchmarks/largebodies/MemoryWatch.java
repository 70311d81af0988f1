package dev.winnow.benchmarks.largebodies;

import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.ResourceUse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Looks at a coordinator's memory four times a second. */
final class MemoryWatch implements AutoCloseable {
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
    private static final long PAUSE_NANOS = 250_000_000;
    private static final double MIB = 1 << 20;

    private final Coordinator coordinator;
    private final Thread thread = new Thread(this::look, "memory watch");
    private volatile boolean over;
    private volatile double mostHeap;

    MemoryWatch(Coordinator coordinator) {
        this.coordinator = coordinator;
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        try {
            while (!over) {
                mostHeap = Math.max(mostHeap, coordinator.api().metric(HEAP));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            System.err.println("the coordinator's metrics do not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What there was at most; the heap with what the collector has not taken yet. */
    Map<String, Long> figures() throws IOException {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("coordinator_heap_mib_at_most", Math.round(mostHeap / MIB));
        figures.put(
                "coordinator_peak_memory_mib",
                ResourceUse.peakMebibytes(coordinator.process().pid()));
        return figures;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
