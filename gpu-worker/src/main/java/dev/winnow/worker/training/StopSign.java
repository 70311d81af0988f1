package dev.winnow.worker.training;

import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.training.TrainingStoppedException.Stop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells a training to stop, and wakes it while it waits for a coordinator that is away. Thread-safe. */
final class StopSign {
    private static final Logger LOG = Logger.getLogger(StopSign.class);
    private static final Backoff AWAY = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));

    private final RandomGenerator chance;
    private final Pulse pulse;
    private @Nullable Stop raised;

    StopSign(RandomGenerator chance, Pulse pulse) {
        this.chance = chance;
        this.pulse = pulse;
    }

    /** Stops it; that it is lost counts more than that the worker leaves. */
    synchronized void raise(Stop why) {
        if (raised != Stop.LOST) {
            raised = why;
        }
        notifyAll();
    }

    /** Passes unless it was raised. */
    synchronized void pass() throws TrainingStoppedException {
        if (raised != null) {
            throw new TrainingStoppedException(raised);
        }
    }

    /** Calls until the coordinator answers, or the training is to stop. */
    <T> T patiently(Call<T> call) throws TrainingStoppedException, CoordinatorRefusedException {
        for (int failures = 1; ; failures++) {
            pulse.beat();
            try {
                T answer = call.make();
                pulse.beat();
                return answer;
            } catch (CoordinatorAwayException e) {
                LOG.warnf("a training waits for the coordinator: %s", e.getMessage());
            }
            await(AWAY.after(failures, chance));
        }
    }

    private synchronized void await(Duration pause) throws TrainingStoppedException {
        pass();
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toMillis();
                    left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                wait(left);
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingStoppedException(Stop.LEAVING);
        }
    }

    /** A call of the coordinator. */
    @FunctionalInterface
    interface Call<T> {
        /** Makes it. */
        T make() throws CoordinatorAwayException, CoordinatorRefusedException;
    }
}
