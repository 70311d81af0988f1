package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A RabbitMQ of the run's own, with the script that the tests use. Not thread-safe. */
public final class RabbitServer implements AutoCloseable {
    /** That it takes in a row: its own, and two of Erlang's. */
    static final int PORTS = 3;

    private final Path script;
    private final Path folder;
    private final int port;
    private volatile @Nullable Process action;

    RabbitServer(Path script, Path folder, int port) {
        this.script = script;
        this.folder = folder;
        this.port = port;
    }

    /** Starts it; returns once it answers. Installs it from the system's packages where it must and can. */
    public void start() throws IOException, InterruptedException {
        call("start");
    }

    /** Where it listens. */
    public URI uri() {
        return uri(port);
    }

    /** The same broker behind another port, as of a proxy. */
    public URI uri(int throughPort) {
        return URI.create("amqp://guest:guest@127.0.0.1:" + throughPort + "/endtoend");
    }

    /** Where it listens, without a proxy between. */
    public int port() {
        return port;
    }

    /** The number of its first process. */
    public long pid() throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("rabbitmq/server.pid")).strip());
    }

    /** Ends it as a power cut would. */
    public void kill() throws IOException {
        ProcessHandle.of(pid()).ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** Ends it with what starts or stops it just now, and its port mapper; it can be called from anywhere. */
    void end() {
        Process now = action;
        if (now != null) {
            now.descendants().forEach(ProcessHandle::destroyForcibly);
            now.destroyForcibly();
        }
        end("epmd.pid");
        end("server.pid");
    }

    private void end(String pidFile) {
        try {
            String pid = Files.readString(folder.resolve("rabbitmq").resolve(pidFile))
                    .strip();
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException | NumberFormatException e) {
            // It does not run.
        }
    }

    @Override
    public void close() {
        try {
            call("stop");
        } catch (IOException e) {
            System.err.println("RabbitMQ did not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(String what) throws IOException, InterruptedException {
        Path log = folder.resolve("rabbitmq-script.log");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), what)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("WINNOW_TEST_SERVICES", folder.toString());
        builder.environment().put("WINNOW_TEST_AMQP_PORT", String.valueOf(port));
        Process started = builder.start();
        action = started;
        if (started.waitFor() != 0) {
            throw new IOException("RabbitMQ: " + what + " failed. " + LogTail.of(log));
        }
    }
}
