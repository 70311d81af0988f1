package dev.winnow.benchmarks.peers.system;

import java.io.IOException;

/** A system that waits for work. Not thread-safe. */
public interface RunningSystem extends AutoCloseable {
    /**
     * Does a task.
     *
     * @throws IOException if it fails; the message has the process's last words
     */
    Answer run(Task task) throws IOException, InterruptedException;

    /** The most memory that its process has had resident so far, in MiB. */
    long peakMebibytes() throws IOException;

    /** Ends its process. */
    @Override
    void close();
}
