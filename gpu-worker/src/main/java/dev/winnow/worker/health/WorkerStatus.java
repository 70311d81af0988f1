package dev.winnow.worker.health;

import dev.winnow.common.work.Pool;
import dev.winnow.worker.WorkerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What is known of the worker's state. Thread-safe. */
@Singleton
public class WorkerStatus {
    private StatusReport report;
    private BooleanSupplier connected = () -> false;
    private BooleanSupplier joined = () -> false;
    private BooleanSupplier works = () -> false;

    @Inject
    WorkerStatus(WorkerConfig config) {
        this(config.model(), config.quantization());
    }

    /** Takes the model and its numeric mode as they were asked for. */
    public WorkerStatus(String model, String quantization) {
        this.report = new StatusReport(Phase.DOWNLOADING, 0, -1, "", model, quantization);
    }

    /** The state now. */
    public synchronized StatusReport report() {
        return report;
    }

    /** Model files are coming: so many bytes of so many (-1: unknown). */
    public synchronized void downloading(String file, long doneBytes, long totalBytes) {
        report = new StatusReport(
                Phase.DOWNLOADING, doneBytes, totalBytes, "fetching " + file, report.model(), report.quantization());
    }

    /** The files are here; weights are being read. */
    public synchronized void loading(String model) {
        report = new StatusReport(
                Phase.LOADING, report.totalBytes(), report.totalBytes(), "", model, report.quantization());
    }

    /** The server that has the model is not there yet. */
    public synchronized void waiting(String why) {
        become(Phase.LOADING, why);
    }

    /** What is served is known from now on. */
    public synchronized void serves(Pool pool) {
        report = new StatusReport(
                Phase.LOADING, report.totalBytes(), report.totalBytes(), "", pool.model(), pool.quantization());
    }

    /** The worker takes work from now on, whenever all of these say so. */
    public synchronized void ready(
            BooleanSupplier brokerConnected, BooleanSupplier coordinatorJoined, BooleanSupplier extractorWorks) {
        connected = brokerConnected;
        joined = coordinatorJoined;
        works = extractorWorks;
        become(Phase.READY, "");
    }

    /** The worker takes no more work. */
    public synchronized void draining(String why) {
        become(Phase.DRAINING, why);
    }

    /** The worker cannot go on; nothing changes that, and the first reason stays. */
    public synchronized void failed(String why) {
        become(Phase.FAILED, why);
    }

    private void become(Phase phase, String message) {
        if (report.phase() == Phase.FAILED) {
            return;
        }
        report = new StatusReport(
                phase, report.doneBytes(), report.totalBytes(), message, report.model(), report.quantization());
    }

    /** Whether the broker's line is open. */
    public boolean brokerConnected() {
        return current(() -> connected).getAsBoolean();
    }

    /** Whether the coordinator knows this worker. */
    public boolean coordinatorJoined() {
        return current(() -> joined).getAsBoolean();
    }

    /** Whether what works on items is there: a server that computes for this worker may be away. */
    public boolean extractorWorks() {
        return current(() -> works).getAsBoolean();
    }

    private synchronized BooleanSupplier current(Supplier<BooleanSupplier> which) {
        return which.get();
    }
}
