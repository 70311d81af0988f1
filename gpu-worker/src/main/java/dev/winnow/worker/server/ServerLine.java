package dev.winnow.worker.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the items are: waiting, at the server, or past their limits. Guarded by its {@link ServerExtractor}. */
final class ServerLine {
    // What lies between two ticks beyond this is time in which the process stood still: no item's fault.
    private static final Duration MOST_BETWEEN_TICKS = Duration.ofSeconds(2);

    private final int places;
    private final Deque<ServerItem> waiting = new ArrayDeque<>();
    private final Set<ServerItem> running = new LinkedHashSet<>();
    // Whether that is their own or the server's fault shows when the server was asked.
    private final List<ServerItem> overdue = new ArrayList<>();
    private Instant lastTick;

    /** Takes how many may be at the server at once. */
    ServerLine(int places, Instant now) {
        this.places = places;
        this.lastTick = now;
    }

    void add(ServerItem work) {
        waiting.addLast(work);
    }

    /** It was at the server, and waits again: before others, which came later. */
    void putBack(ServerItem work) {
        running.remove(work);
        waiting.addFirst(work);
        work.listener.putBack();
    }

    /** Takes it out, wherever it is; false if it was nowhere. */
    boolean remove(ServerItem work) {
        return waiting.remove(work) || running.remove(work) || overdue.remove(work);
    }

    void sent(ServerItem work) {
        waiting.remove(work);
        running.add(work);
    }

    int running() {
        return running.size();
    }

    int waiting() {
        return waiting.size();
    }

    List<ServerItem> allWaiting() {
        return List.copyOf(waiting);
    }

    /** What may be sent now: a suspect alone, and before others, so that they need not wait for long. */
    @Nullable
    ServerItem next() {
        if (running.size() >= places || running.stream().anyMatch(work -> work.suspect)) {
            return null;
        }
        Optional<ServerItem> suspect =
                waiting.stream().filter(work -> work.suspect).findFirst();
        if (suspect.isPresent()) {
            return running.isEmpty() ? suspect.get() : null;
        }
        return waiting.peekFirst();
    }

    /** Hangs up for those that are past their limits; true if there are some to be judged. */
    boolean checkLimits(Instant now) {
        Duration since = Duration.between(lastTick, now);
        lastTick = now;
        if (since.compareTo(MOST_BETWEEN_TICKS) > 0) {
            running.forEach(work -> work.allow(since.minus(MOST_BETWEEN_TICKS)));
        }
        for (ServerItem work : List.copyOf(running)) {
            if (work.isOverdue(now)) {
                running.remove(work);
                work.hangUp();
                overdue.add(work);
            }
        }
        return !overdue.isEmpty();
    }

    /** Those past their limits, to be dealt with by the caller. */
    List<ServerItem> takeOverdue() {
        List<ServerItem> taken = List.copyOf(overdue);
        overdue.clear();
        return taken;
    }

    void close() {
        running.forEach(ServerItem::hangUp);
        running.clear();
        waiting.clear();
        overdue.clear();
    }
}
