package dev.winnow.coordinator.limits;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.function.UnaryOperator;

/** What is left of a tenant's queue while the items of one submission come in. Not thread-safe. */
public final class Room {
    private final QueuedItems queue;
    private final String tenant;
    private long left;

    Room(QueuedItems queue, String tenant) {
        this.queue = queue;
        this.tenant = tenant;
        this.left = queue.left(tenant);
    }

    /**
     * Makes sure that there is room for so many.
     *
     * @param items that have come in so far
     * @param place puts into the problem where the last of them stands
     * @throws ProblemException if there is none, even when what has ended meanwhile is counted
     */
    public void require(long items, UnaryOperator<Problem> place) {
        if (items <= left) {
            return;
        }
        left = queue.left(tenant);
        if (items > left) {
            throw place.apply(queue.refusal(tenant, items)).exception();
        }
    }
}
