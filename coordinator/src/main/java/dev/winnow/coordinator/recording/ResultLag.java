package dev.winnow.coordinator.recording;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether results wait long in their queue: more are there than this coordinator has recorded in about the last ten
 * seconds. Workers then send nothing again that the broker has confirmed; each copy would make those behind it wait
 * longer still, until nothing but copies were recorded. Thread-safe.
 */
@Singleton
public class ResultLag {
    private static final int LOOKS = 5;

    private final AtomicLong recorded = new AtomicLong();

    // The queue's own thread alone.
    private final Deque<Long> earlier = new ArrayDeque<>();
    private volatile boolean behind;

    /** A message was recorded. */
    void recorded() {
        recorded.incrementAndGet();
    }

    /** So many messages wait; to be said every {@link ResultInbox#LOOK} from one thread. */
    void waiting(long messages) {
        long now = recorded.get();
        earlier.addLast(now);
        long before = earlier.size() > LOOKS ? earlier.removeFirst() : earlier.getFirst();
        behind = messages > now - before && messages > 0;
    }

    /** The queue cannot be seen: what is in it may be gone. */
    void unknown() {
        earlier.clear();
        behind = false;
    }

    /** Whether results wait long. */
    public boolean behind() {
        return behind;
    }
}
