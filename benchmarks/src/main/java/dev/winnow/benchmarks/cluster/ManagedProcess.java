package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the cluster that can be ended, frozen and started again. Thread-safe. */
public final class ManagedProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private volatile @Nullable Process process;
    private volatile boolean over;

    /**
     * Names it; nothing is started yet.
     *
     * @param environment in addition to this process's own
     * @param log gets what it says
     */
    public ManagedProcess(List<String> command, Map<String, String> environment, Path log) {
        this.command = command;
        this.environment = environment;
        this.log = log;
    }

    /** Starts it, if it does not run. */
    public void start() throws IOException {
        start(Map.of());
    }

    /**
     * Starts it, if it does not run.
     *
     * @param more environment variables of this start alone
     */
    public synchronized void start(Map<String, String> more) throws IOException {
        if (over || running()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        Process started = builder.start();
        process = started;
        if (over) {
            started.destroyForcibly(); // the run was ended meanwhile
        }
    }

    /** Whether it runs, also while it is frozen. */
    public boolean running() {
        Process now = process;
        return now != null && now.isAlive();
    }

    /** Its number, for those who look at it from outside. */
    public long pid() {
        Process now = process;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now.pid();
    }

    /** How it ended and its last words; for the message about a run that cannot go on without it. */
    public String lastWords() {
        Process now = process;
        String end = now == null || now.isAlive() ? "runs" : "ended with status " + now.exitValue();
        return "%s %s. %s".formatted(log.getFileName(), end, LogTail.of(log));
    }

    /** Ends it as a power cut would, and waits until it has ended. */
    public void kill() throws InterruptedException {
        Process now = process;
        if (now != null) {
            now.destroyForcibly().waitFor();
        }
    }

    /**
     * Waits until it has ended by itself.
     *
     * @return its exit status, or empty if it still runs after so long
     */
    public OptionalInt awaitEnd(Duration most) throws InterruptedException {
        Process now = process;
        return now != null && now.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(now.exitValue())
                : OptionalInt.empty();
    }

    /** SIGSTOP: it neither runs nor ends. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** SIGTERM: it ends in good order, in its own time. */
    public void stop() throws IOException, InterruptedException {
        signal("TERM");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (running()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Ends it for good, without waiting: it is never started again. */
    void end() {
        over = true;
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        }
    }

    /** SIGTERM, and SIGKILL for one that does not listen. */
    @Override
    public void close() {
        over = true;
        Process now = process;
        if (now == null) {
            return;
        }
        now.destroy();
        try {
            if (!now.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            now.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
