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
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads changed inputs for a time. */
final class FuzzRun {
    // Of the processor, not of the clock: a machine that is busy makes nothing hang. What waits for nothing uses none.
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LONGEST_BY_CLOCK = Duration.ofMinutes(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LOOK_MILLIS = 500;
    private static final int MOST_FINDINGS = 10;

    private final Target target;
    private final Path checkout;
    private final long seed;

    // Guarded by this: written by the thread that reads, and looked at by the one that waits for it.
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private @Nullable Began now;
    private byte[] slowest = {};
    private long slowestNanos;
    private long inputs;
    private long refused;
    private boolean over;

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
            // All by one thread: to hand over each input alone takes longer than to read it.
            Thread reader = new Thread(
                    () -> {
                        try {
                            while (System.nanoTime() < end && goesOn(most)) {
                                read(subject, made.next(), folder);
                            }
                        } catch (RuntimeException | Error e) {
                            broke(e);
                        }
                    },
                    "fuzz");
            reader.setDaemon(true);
            reader.start();
            await(reader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            SampleFiles.remove(folder);
        }
    }

    private synchronized boolean goesOn(long most) {
        return !over && inputs < most && findings.size() < MOST_FINDINGS;
    }

    private void await(Thread reader) throws InterruptedException {
        while (reader.isAlive()) {
            reader.join(LOOK_MILLIS);
            Began began = begun();
            long processor = THREADS.getThreadCpuTime(reader.getId());
            if (began != null && processor >= 0 && began.hangs(processor)) {
                TimeoutException hang = new TimeoutException(
                        "it takes longer than " + LONGEST.toSeconds() + " s of the processor, or hangs");
                hang.setStackTrace(reader.getStackTrace());
                hung(began, hang);
                return;
            }
        }
    }

    /** What ends the fuzzer itself is no good end. */
    private synchronized void broke(Throwable what) {
        keep(new Finding(new byte[0], what));
    }

    private synchronized @Nullable Began begun() {
        return now;
    }

    private synchronized void hung(Began began, TimeoutException hang) {
        over = true;
        keep(new Finding(began.input(), hang));
    }

    private void read(Subject subject, byte[] input, Path folder) {
        Began began = new Began(input, THREADS.getCurrentThreadCpuTime(), System.nanoTime());
        synchronized (this) {
            now = began;
        }
        Throwable wrong = null;
        boolean refusal = false;
        try {
            subject.reading().read(input, folder);
        } catch (Exception e) {
            refusal = subject.refusal().test(e);
            wrong = refusal ? null : e;
        } catch (Error e) {
            // Memory or stack that ran out is what is looked for.
            wrong = e;
        }
        ended(began, THREADS.getCurrentThreadCpuTime() - began.processor(), refusal, wrong);
    }

    private synchronized void ended(Began began, long nanos, boolean refusal, @Nullable Throwable wrong) {
        now = null;
        inputs++;
        refused += refusal ? 1 : 0;
        if (nanos > slowestNanos) {
            slowestNanos = nanos;
            slowest = began.input();
        }
        if (wrong != null) {
            keep(new Finding(began.input(), wrong));
        }
    }

    /** One of each kind: what goes wrong at a place goes wrong there again and again. */
    private void keep(Finding finding) {
        if (places.add(finding.place())) {
            findings.add(finding);
        }
    }

    synchronized List<Finding> findings() {
        return List.copyOf(findings);
    }

    synchronized long inputs() {
        return inputs;
    }

    synchronized long refused() {
        return refused;
    }

    /** How long the slowest input took the processor. */
    synchronized double slowestSeconds() {
        return slowestNanos / 1e9;
    }

    synchronized byte[] slowest() {
        return slowest.clone();
    }

    /** An input that is being read, with both clocks at its beginning. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Began(byte[] input, long processor, long clock) {
        boolean hangs(long processorNow) {
            return processorNow - processor > LONGEST.toNanos()
                    || System.nanoTime() - clock > LONGEST_BY_CLOCK.toNanos();
        }
    }
}
