package dev.winnow.benchmarks.autoscaling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The pods of a fleet: each is paid from its creation to its end, and works from when it is ready until it is told to
 * go.
 */
final class Pods {
    private final int startSeconds;
    private final int endSeconds;
    // By when they are ready; the last is the youngest.
    private final Deque<Integer> readyAt = new ArrayDeque<>();
    private final Deque<Integer> goneAt = new ArrayDeque<>();
    private long paidSeconds;

    /**
     * Has none yet.
     *
     * @param startSeconds until a pod works: a node, the image, the model
     * @param endSeconds how long one that worked is there after it was told to go
     */
    Pods(int startSeconds, int endSeconds) {
        this.startSeconds = startSeconds;
        this.endSeconds = endSeconds;
    }

    /** Makes them so many; the youngest go first. */
    void scale(int now, int replicas) {
        while (readyAt.size() < replicas) {
            readyAt.addLast(now + startSeconds);
        }
        while (readyAt.size() > replicas) {
            if (readyAt.removeLast() <= now) {
                goneAt.addLast(now + endSeconds);
            }
        }
    }

    /** Another second goes by. */
    void pass(int now) {
        while (!goneAt.isEmpty() && goneAt.getFirst() <= now) {
            goneAt.removeFirst();
        }
        paidSeconds += readyAt.size() + goneAt.size();
    }

    int replicas() {
        return readyAt.size();
    }

    int working(int now) {
        return (int) readyAt.stream().filter(ready -> ready <= now).count();
    }

    long paidSeconds() {
        return paidSeconds;
    }
}
