package dev.winnow.common.racepoint;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process at one of its points, as {@code kill -9} would: nothing is flushed, said or given back. For fault
 * tests only. Thread-safe.
 *
 * @param <P> the points of this kind of process
 */
public final class HaltAt<P extends Enum<P>> implements RacePoints<P> {
    /** What a shell tells of a process that was killed. */
    public static final int STATUS = 137;

    private final P point;
    private final int time;
    private final Runnable halt;
    private final AtomicInteger times = new AtomicInteger();

    HaltAt(P point, int time, Runnable halt) {
        requireNonNull(point, "point");
        requireNonNull(halt, "halt");
        if (time < 1) {
            throw new IllegalArgumentException("the time must be at least 1, was " + time);
        }
        this.point = point;
        this.time = time;
        this.halt = halt;
    }

    /**
     * Reads {@code POINT}, or {@code POINT:3} for the third time that a thread comes by.
     *
     * @throws IllegalArgumentException if there is no such point, or no such time
     */
    public static <P extends Enum<P>> HaltAt<P> parse(Class<P> points, String text) {
        return parse(points, text, () -> Runtime.getRuntime().halt(STATUS));
    }

    static <P extends Enum<P>> HaltAt<P> parse(Class<P> points, String text, Runnable halt) {
        String[] parts = text.strip().split(":", 2);
        try {
            return new HaltAt<>(
                    Enum.valueOf(points, parts[0]), parts.length == 1 ? 1 : Integer.parseInt(parts[1]), halt);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "WINNOW_TESTING_HALT_AT must be POINT or POINT:TIMES, with TIMES from 1 and POINT one of "
                            + Arrays.toString(points.getEnumConstants()) + ", but is '" + text + "'",
                    e);
        }
    }

    @Override
    public void reached(P here) {
        if (here == point && times.incrementAndGet() == time) {
            halt.run();
        }
    }

    @Override
    public String toString() {
        return point + ", time " + time;
    }
}
