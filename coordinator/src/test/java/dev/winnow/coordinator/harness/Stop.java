package dev.winnow.coordinator.harness;

import dev.winnow.coordinator.racepoint.RacePoint;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place where one thread stands still. Closing it lets the thread go on. */
public final class Stop implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final RacePoint point;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Stop(RacePoint point) {
        this.point = point;
    }

    /** Waits until a thread stands there. */
    public Stop awaitArrival() {
        await(arrived, "nobody came by " + point);
        return this;
    }

    void stand() {
        arrived.countDown();
        await(released, "nobody let go on who stands at " + point);
    }

    @Override
    public void close() {
        released.countDown();
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
