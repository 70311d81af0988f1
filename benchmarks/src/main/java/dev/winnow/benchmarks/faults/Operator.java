package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.cluster.CoordinatorApi;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Drains workers by name and lets them go on, in the order asked for, each call until it is answered. Thread-safe. */
final class Operator {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final List<CoordinatorApi> coordinators;
    private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "operator");

    Operator(List<CoordinatorApi> coordinators) {
        this.coordinators = List.copyOf(coordinators);
        thread.setDaemon(true);
        thread.start();
    }

    void drain(String worker, boolean wanted) {
        pending.incrementAndGet();
        wishes.add(new Wish(worker, wanted));
    }

    /** How many wishes are not answered yet. */
    int pending() {
        return pending.get();
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Wish wish = wishes.take();
                for (int attempt = 0; !told(wish, attempt); attempt++) {
                    LockSupport.parkNanos(RETRY_NANOS);
                }
                pending.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    private boolean told(Wish wish, int attempt) throws InterruptedException {
        try {
            coordinators.get(attempt % coordinators.size()).drain(wish.worker(), wish.wanted());
            return true;
        } catch (IOException e) {
            return false; // that coordinator is away, or the worker is just not there
        }
    }

    private record Wish(String worker, boolean wanted) {}
}
