package dev.winnow.engine.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where callers' threads meet the lanes: requests in order of arrival, the urgent ones before the others, ids to
 * cancel, and the word to stop. A lane begins the first request, or takes cancelled ones out, while no other lane does:
 * so each has one end.
 */
final class WaitingLine {
    private final int most;
    // Held by a lane that begins or takes out; callers never wait for it.
    private final Object turn = new Object();
    private final ArrayDeque<PendingRequest> waiting = new ArrayDeque<>();
    private final ArrayDeque<PendingRequest> urgent = new ArrayDeque<>();
    private final List<PendingRequest> impossible = new ArrayList<>();
    // For each lane, those that it has not looked for yet.
    private final List<Set<GenerationId>> cancelled = new ArrayList<>();
    private long lastNumber;
    private boolean closed;

    WaitingLine(int most, int lanes) {
        this.most = most;
        for (int lane = 0; lane < lanes; lane++) {
            cancelled.add(new HashSet<>());
        }
    }

    /**
     * Puts a request at the end of its line. The urgent ones' is as long as their sender lets it be.
     *
     * @param possible false if it can never run: it is kept apart for the loop to say so
     */
    synchronized Submission add(GenerationRequest request, GenerationListener listener, boolean possible) {
        if (closed) {
            return new Submission.Refused(Submission.Refusal.CLOSED);
        }
        if (!request.urgent() && waiting.size() + impossible.size() >= most) {
            return new Submission.Refused(Submission.Refusal.BUSY);
        }
        PendingRequest pending = new PendingRequest(new GenerationId(++lastNumber), request, listener);
        if (possible) {
            (request.urgent() ? urgent : waiting).add(pending);
        } else {
            impossible.add(pending);
        }
        notifyAll();
        return new Submission.Accepted(pending.id());
    }

    synchronized void cancel(GenerationId id) {
        cancelled.forEach(ofLane -> ofLane.add(id));
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
        return urgent.size() + waiting.size() + impossible.size();
    }

    /** Waits until there is something to do for a lane: a request, a cancellation, or the end. */
    synchronized void await(int lane) throws InterruptedException {
        while (urgent.isEmpty()
                && waiting.isEmpty()
                && impossible.isEmpty()
                && cancelled.get(lane).isEmpty()
                && !closed) {
            wait();
        }
    }

    /**
     * Offers the first request to a lane, and takes it out if it begins or fails there.
     *
     * @param urgentPlace whether the lane has a place for an urgent one
     * @param place whether it has one for any other
     * @param begins false if the lane has no room for it yet
     */
    void beginFirst(boolean urgentPlace, boolean place, Predicate<PendingRequest> begins) {
        synchronized (turn) {
            PendingRequest first = first(urgentPlace, place);
            if (first != null && begins.test(first)) {
                remove(first);
            }
        }
    }

    private synchronized @Nullable PendingRequest first(boolean urgentPlace, boolean place) {
        if (urgentPlace && !urgent.isEmpty()) {
            return urgent.peek();
        }
        return place ? waiting.peek() : null;
    }

    private synchronized void remove(PendingRequest request) {
        (request.request().urgent() ? urgent : waiting).remove(request);
    }

    synchronized List<PendingRequest> takeImpossible() {
        List<PendingRequest> taken = List.copyOf(impossible);
        impossible.clear();
        return taken;
    }

    synchronized Set<GenerationId> takeCancelled(int lane) {
        Set<GenerationId> taken = Set.copyOf(cancelled.get(lane));
        cancelled.get(lane).clear();
        return taken;
    }

    /** Takes the waiting ones among these ids out. */
    List<PendingRequest> take(Set<GenerationId> ids) {
        if (ids.isEmpty()) {
            return List.of(); // without waiting for a lane that begins one
        }
        synchronized (turn) {
            return takeOut(ids);
        }
    }

    List<PendingRequest> takeAll() {
        synchronized (turn) {
            return takeAllOut();
        }
    }

    private synchronized List<PendingRequest> takeOut(Set<GenerationId> ids) {
        List<PendingRequest> taken = Stream.concat(urgent.stream(), waiting.stream())
                .filter(pending -> ids.contains(pending.id()))
                .toList();
        urgent.removeAll(taken);
        waiting.removeAll(taken);
        return taken;
    }

    private synchronized List<PendingRequest> takeAllOut() {
        List<PendingRequest> taken = new ArrayList<>(impossible);
        taken.addAll(urgent);
        taken.addAll(waiting);
        impossible.clear();
        urgent.clear();
        waiting.clear();
        return taken;
    }
}
