package dev.winnow.coordinator.recording;

import dev.winnow.coordinator.database.DatabaseException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has messages that come while others are being committed recorded together: a transaction, with its flush to disk and
 * its turn at the job's row, costs about the same for one message as for all that wait. Thread-safe.
 */
@Singleton
class GroupCommit {
    // About what the queue hands out at once; a bound on memory and on what is done again when one is refused.
    private static final int MOST = 32;

    private final ResultRecorder recorder;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock leading = new ReentrantLock();

    GroupCommit(ResultRecorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Records or parks a message; either is committed when this returns.
     *
     * @throws DatabaseException if the database is away: try again
     */
    void record(byte[] body) {
        Waiting own = new Waiting(body);
        waiting.add(own);
        leading.lock();
        try {
            // Whoever gets here first records for those behind it too; they then find that it is done.
            while (!own.done.isDone()) {
                recordNext();
            }
        } finally {
            leading.unlock();
        }
        own.join();
    }

    private void recordNext() {
        List<Waiting> group = new ArrayList<>();
        Waiting next = waiting.poll();
        while (next != null) {
            group.add(next);
            next = group.size() < MOST ? waiting.poll() : null;
        }
        try {
            recorder.record(group.stream().map(member -> member.body).toList());
            group.forEach(member -> member.done.complete(null));
        } catch (RuntimeException | Error e) {
            group.forEach(member -> member.done.completeExceptionally(e));
        }
    }

    private static final class Waiting {
        private final byte[] body;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        private Waiting(byte[] body) {
            this.body = body;
        }

        private void join() {
            try {
                done.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }
}
