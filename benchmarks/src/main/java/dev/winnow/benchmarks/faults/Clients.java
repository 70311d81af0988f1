package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.cluster.CoordinatorApi;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that submit jobs all the time, each submission with one Idempotency-Key until it is acknowledged, now at this
 * coordinator and now at that. Thread-safe.
 */
final class Clients {
    private static final int CLIENTS = 2;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3_000);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final long seed;
    private final List<CoordinatorApi> coordinators;
    private final Controls controls;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final Map<String, PlannedJob> acknowledged = new TreeMap<>();
    private final Map<String, String> waiting = new TreeMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    Clients(long seed, List<CoordinatorApi> coordinators, Controls controls) {
        this.seed = seed;
        this.coordinators = List.copyOf(coordinators);
        this.controls = controls;
    }

    void start() {
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = new Thread(this::submitAll, "client " + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Begins no new job. */
    void finish() {
        ending = true;
    }

    /** Whether a submission still waits for its acknowledgement. */
    boolean busy() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Waits for nothing any more. */
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    /** What was acknowledged, by the job's id. */
    synchronized Map<String, PlannedJob> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** What is not acknowledged, by its key, and what was answered last. */
    synchronized Map<String, String> waiting() {
        return Map.copyOf(waiting);
    }

    /** Submissions that had to be sent again. */
    int retries() {
        return retries.get();
    }

    private void submitAll() {
        try {
            while (!ending) {
                submit(PlannedJob.of(seed, next.getAndIncrement()));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over, and says what is still waiting
        }
    }

    private void submit(PlannedJob job) throws InterruptedException {
        note(job, "sent");
        for (int attempt = 0; !tried(job, attempt); attempt++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            retries.incrementAndGet();
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private boolean tried(PlannedJob job, int attempt) throws InterruptedException {
        CoordinatorApi coordinator =
                coordinators.get(Math.floorMod(job.key().hashCode() + attempt, coordinators.size()));
        try {
            String id = coordinator.submit(job.key(), BodyPublishers.ofString(job.ndjson()));
            controls.plan(id, job);
            acknowledge(id, job);
            return true;
        } catch (IOException e) {
            note(job, e.toString());
            return false;
        }
    }

    private synchronized void note(PlannedJob job, String answer) {
        waiting.put(job.key(), answer);
    }

    private synchronized void acknowledge(String id, PlannedJob job) {
        waiting.remove(job.key());
        acknowledged.put(id, job);
    }
}
