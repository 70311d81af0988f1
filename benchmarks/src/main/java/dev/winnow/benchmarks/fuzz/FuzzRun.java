package dev.winnow.benchmarks.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads changed inputs for a time. */
final class FuzzRun {
    // Of the processor, not of the clock: a machine that is busy makes nothing hang. What waits for nothing uses none.
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LONGEST_BY_CLOCK = Duration.ofMinutes(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MOST_FINDINGS = 10;

    private final Target target;
    private final Path checkout;
    private final long seed;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private long inputs;
    private long refused;
    private long slowestNanos;
    private byte[] slowest = {};

    FuzzRun(Target target, Path checkout, long seed) {
        this.target = target;
        this.checkout = checkout;
        this.seed = seed;
    }

    /** What went wrong. */
    record Finding(@SuppressWarnings("ArrayRecordComponent") byte[] input, Throwable what) {
        private String place() {
            return what.getClass()
                    + Stream.of(what.getStackTrace())
                            .filter(frame -> frame.getClassName().startsWith("dev.winnow."))
                            .map(StackTraceElement::toString)
                            .findFirst()
                            .orElse("");
        }
    }

    /** Goes on until the time is over, or all inputs were read, or enough went wrong, or something hung. */
    void run(Duration time, long most) throws IOException {
        Subject subject = target.subject();
        Inputs made = subject.inputs(checkout, seed);
        Path folder = Files.createTempDirectory("winnow-fuzz-");
        try {
            subject.prepare(checkout, folder);
            long end = System.nanoTime() + time.toNanos();
            boolean hung = false;
            while (System.nanoTime() < end && inputs < most && findings.size() < MOST_FINDINGS && !hung) {
                byte[] input = made.next();
                Throwable wrong = read(subject, input, folder);
                inputs++;
                if (wrong != null) {
                    hung = wrong instanceof TimeoutException;
                    keep(new Finding(input, wrong));
                }
            }
        } finally {
            SampleFiles.remove(folder);
        }
    }

    /** One of each kind: what goes wrong at a place goes wrong there again and again. */
    private void keep(Finding finding) {
        if (places.add(finding.place())) {
            findings.add(finding);
        }
    }

    private @Nullable Throwable read(Subject subject, byte[] input, Path folder) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try {
                subject.reading().read(input, folder);
            } finally {
                took(THREADS.getCurrentThreadCpuTime(), input);
            }
            return null;
        });
        Thread thread = new Thread(task, "fuzz");
        thread.setDaemon(true);
        thread.start();
        try {
            awaitEnd(task, thread);
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception refusal && subject.refusal().test(refusal)) {
                refused++;
                return null;
            }
            return e.getCause();
        } catch (TimeoutException e) {
            TimeoutException hang = new TimeoutException(
                    "it takes longer than " + LONGEST.toSeconds() + " s of the processor, or hangs");
            hang.setStackTrace(thread.getStackTrace());
            return hang;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    // By the thread that reads, of which there is one at a time; what comes of a hanging one comes after the end.
    private synchronized void took(long nanos, byte[] input) {
        if (nanos > slowestNanos) {
            slowestNanos = nanos;
            slowest = input;
        }
    }

    private static void awaitEnd(FutureTask<Void> task, Thread thread)
            throws ExecutionException, InterruptedException, TimeoutException {
        long began = System.nanoTime();
        while (true) {
            try {
                task.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                if (THREADS.getThreadCpuTime(thread.getId()) > LONGEST.toNanos()
                        || System.nanoTime() - began > LONGEST_BY_CLOCK.toNanos()) {
                    throw e;
                }
            }
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    long inputs() {
        return inputs;
    }

    long refused() {
        return refused;
    }

    /** How long the slowest input took the processor. */
    synchronized double slowestSeconds() {
        return slowestNanos / 1e9;
    }

    synchronized byte[] slowest() {
        return slowest.clone();
    }
}
