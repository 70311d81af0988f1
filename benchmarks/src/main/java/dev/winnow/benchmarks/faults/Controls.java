package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.cluster.CoordinatorApi;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pauses, resumes, cancels and retries jobs as their plans say, each call again and again until it is answered.
 * Thread-safe.
 */
final class Controls {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final List<CoordinatorApi> coordinators;
    private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparingLong(Step::due));
    private final AtomicInteger pending = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "controls");
    private int turn;

    Controls(List<CoordinatorApi> coordinators) {
        this.coordinators = List.copyOf(coordinators);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A job was acknowledged: what its client does to it begins soon. */
    void plan(String id, PlannedJob job) {
        if (job.control() != Control.NONE) {
            pending.incrementAndGet();
            add(new Step(System.nanoTime() + job.controlAfter().toNanos(), id, job, first(job.control())));
        }
    }

    private static String first(Control control) {
        return switch (control) {
            case NONE, PAUSE -> "pause";
            case CANCEL -> "cancel";
            case RETRY -> "retry";
        };
    }

    /** How many jobs wait for their client's next step. */
    int pending() {
        return pending.get();
    }

    void stop() {
        thread.interrupt();
    }

    private synchronized void add(Step step) {
        steps.add(step);
    }

    private synchronized @Nullable Step takeDue() {
        Step next = steps.peek();
        return next != null && next.due() - System.nanoTime() <= 0 ? steps.remove() : null;
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            Step step = takeDue();
            if (step == null) {
                LockSupport.parkNanos(TICK_NANOS);
                continue;
            }
            try {
                take(step);
            } catch (IOException e) {
                add(step.later(RETRY_NANOS, step.action()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void take(Step step) throws IOException, InterruptedException {
        CoordinatorApi api = coordinators.get(Math.floorMod(turn++, coordinators.size()));
        if (step.action().equals("retry")) {
            if (!api.job(step.id()).path("state").asText().equals("done")) {
                add(step.later(RETRY_NANOS, "retry"));
                return;
            }
            if (api.ask(step.id(), "retry", "retry-" + step.job().key()).isEmpty()) {
                throw new IOException("not yet to be retried: " + step.id());
            }
        } else {
            boolean done = api.ask(
                            step.id(),
                            step.action(),
                            step.action() + "-" + step.job().key())
                    .isPresent();
            if (step.action().equals("pause") && done) {
                add(step.later(step.job().controlAfter().toNanos(), "resume"));
                return;
            }
        }
        pending.decrementAndGet();
    }

    private record Step(long due, String id, PlannedJob job, String action) {
        Step later(long nanos, String next) {
            return new Step(System.nanoTime() + nanos, id, job, next);
        }
    }
}
