package dev.winnow.common.racepoint;

/**
 * Hears of each time that a thread comes by a point between two steps. Thread-safe.
 *
 * @param <P> the points of one kind of process
 */
@FunctionalInterface
public interface RacePoints<P extends Enum<P>> {
    /** A thread is here: what was done before the point is done, and nothing of what comes after it. */
    void reached(P point);

    /** Nobody listens, as in production. */
    static <P extends Enum<P>> RacePoints<P> unwatched() {
        return point -> {};
    }
}
