package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the cluster that can be ended, frozen and started again. Not thread-safe. */
public final class ManagedProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private @Nullable Process process;

    ManagedProcess(List<String> command, Map<String, String> environment, Path log) {
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
    public void start(Map<String, String> more) throws IOException {
        if (running()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        process = builder.start();
    }

    /** Whether it runs, also while it is frozen. */
    public boolean running() {
        return process != null && process.isAlive();
    }

    /** Its number, for those who look at it from outside. */
    public long pid() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process.pid();
    }

    /** Ends it as a power cut would, and waits until it has ended. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * Waits until it has ended by itself.
     *
     * @return its exit status, or empty if it still runs after so long
     */
    public OptionalInt awaitEnd(Duration most) throws InterruptedException {
        return process != null && process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
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

    private void signal(String name) throws IOException, InterruptedException {
        if (running()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
        }
    }

    /** SIGTERM, and SIGKILL for one that does not listen. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
