package dev.winnow.engine.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where callers' threads meet the loop: requests in order of arrival, ids to cancel, and the word to stop. */
final class WaitingLine {
    private final int most;
    private final ArrayDeque<PendingRequest> waiting = new ArrayDeque<>();
    private final List<PendingRequest> impossible = new ArrayList<>();
    private final Set<GenerationId> cancelled = new HashSet<>();
    private long lastNumber;
    private boolean closed;

    WaitingLine(int most) {
        this.most = most;
    }

    /**
     * Puts a request at the end.
     *
     * @param possible false if it can never run: it is kept apart for the loop to say so
     */
    synchronized Submission add(GenerationRequest request, GenerationListener listener, boolean possible) {
        if (closed) {
            return new Submission.Refused(Submission.Refusal.CLOSED);
        }
        if (waiting.size() + impossible.size() >= most) {
            return new Submission.Refused(Submission.Refusal.BUSY);
        }
        PendingRequest pending = new PendingRequest(new GenerationId(++lastNumber), request, listener);
        if (possible) {
            waiting.add(pending);
        } else {
            impossible.add(pending);
        }
        notifyAll();
        return new Submission.Accepted(pending.id());
    }

    synchronized void cancel(GenerationId id) {
        cancelled.add(id);
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized int size() {
        return waiting.size() + impossible.size();
    }

    /** Waits until there is something to do: a request, a cancellation, or the end. */
    synchronized void await() throws InterruptedException {
        while (waiting.isEmpty() && impossible.isEmpty() && cancelled.isEmpty() && !closed) {
            wait();
        }
    }

    synchronized @Nullable PendingRequest first() {
        return waiting.peek();
    }

    /** Takes the first request out, which the loop has seen by {@link #first()}. */
    synchronized void removeFirst() {
        waiting.remove();
    }

    synchronized List<PendingRequest> takeImpossible() {
        List<PendingRequest> taken = List.copyOf(impossible);
        impossible.clear();
        return taken;
    }

    synchronized Set<GenerationId> takeCancelled() {
        Set<GenerationId> taken = Set.copyOf(cancelled);
        cancelled.clear();
        return taken;
    }

    /** Takes the waiting ones among these ids out. */
    synchronized List<PendingRequest> take(Set<GenerationId> ids) {
        List<PendingRequest> taken =
                waiting.stream().filter(pending -> ids.contains(pending.id())).toList();
        waiting.removeAll(taken);
        return taken;
    }

    synchronized List<PendingRequest> takeAll() {
        List<PendingRequest> taken = new ArrayList<>(impossible);
        taken.addAll(waiting);
        impossible.clear();
        waiting.clear();
        return taken;
    }
}
