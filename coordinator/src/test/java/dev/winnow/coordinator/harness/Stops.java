package dev.winnow.coordinator.harness;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.racepoint.RacePoint;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Race points as the test wants them: the next thread that comes by one stands still there, or dies. */
@Alternative
@Priority(1)
@Singleton
public class Stops implements RacePoints<RacePoint> {
    private final Map<RacePoint, Runnable> next = new ConcurrentHashMap<>();

    /** The next thread that comes by waits there until it is let go. */
    public Stop at(RacePoint point) {
        Stop stop = new Stop(point);
        next.put(point, stop::stand);
        return stop;
    }

    /** The next thread that comes by ends there with {@link Died}, as if its process had died. */
    public void dieAt(RacePoint point) {
        next.put(point, () -> {
            throw new Died(point);
        });
    }

    /** For the next test. */
    public void none() {
        next.clear();
    }

    @Override
    public void reached(RacePoint point) {
        Runnable here = next.remove(point);
        if (here != null) {
            here.run();
        }
    }

    /** What ends a thread: an error, since work that fails with an exception is tried again. */
    public static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died(RacePoint point) {
            super("died at " + point);
        }
    }
}
