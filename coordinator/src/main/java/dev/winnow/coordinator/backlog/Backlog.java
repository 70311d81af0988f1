package dev.winnow.coordinator.backlog;

/**
 * What a pool has to do. Both count what is being done too: a worker that has taken the last of it is still needed.
 *
 * @param items of jobs that may be worked at, which have not ended
 * @param trainings of the pool's model that have not ended, by the workers that they can use at once
 */
public record Backlog(long items, long trainings) {
    static final Backlog NONE = new Backlog(0, 0);
}
