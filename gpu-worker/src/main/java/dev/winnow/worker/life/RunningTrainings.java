package dev.winnow.worker.life;

import dev.winnow.common.work.TrainingWork;
import dev.winnow.worker.broker.Broker;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.training.TrainingDesk;
import dev.winnow.worker.training.TrainingParts;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The trainings of a worker that lives, beside what it extracts: they share its registration, its processors and its
 * end, and nothing else. Thread-safe.
 */
final class RunningTrainings implements AutoCloseable {
    private static final Backoff BROKER = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Duration CLAIM_PAUSE = Duration.ofSeconds(1);
    private static final Duration REPORT_PAUSE = Duration.ofSeconds(3);
    private static final Duration WATCH_PAUSE = Duration.ofSeconds(10);

    private final Bell mayClaim = new Bell();
    private final TrainingDesk desk;
    private final Broker broker;
    private final Rhythm rhythm;
    private final BooleanSupplier joined;
    private final BooleanSupplier draining;
    private final Runnable halt;
    private volatile boolean leaving;

    /**
     * Puts them together.
     *
     * @param model whose adapters are trained
     * @param joined whether the coordinator knows the worker
     * @param draining whether it is to take nothing more
     * @param halt ends the process at once
     * @param rhythm ends with the worker
     */
    RunningTrainings(
            TrainingParts parts,
            URI address,
            String model,
            BooleanSupplier joined,
            BooleanSupplier draining,
            Runnable halt,
            Rhythm rhythm) {
        this.desk = new TrainingDesk(parts, mayClaim::ring);
        this.broker = new Broker(address, TrainingWork.queue(model), 1, desk, BROKER, parts.chance());
        this.joined = joined;
        this.draining = draining;
        this.halt = halt;
        this.rhythm = rhythm;
    }

    void start() {
        rhythm.every("trainings", mayClaim, () -> CLAIM_PAUSE, this::tick);
        rhythm.every("training reports", () -> REPORT_PAUSE, desk::report);
        rhythm.every("training watch", () -> WATCH_PAUSE, this::watch);
        broker.start();
    }

    private void watch() {
        if (desk.hangs()) {
            halt.run();
        }
    }

    private void tick() {
        if (!joined.getAsBoolean()) {
            return;
        }
        if (leaving || draining.getAsBoolean()) {
            desk.close();
            broker.pause();
            return;
        }
        desk.open();
        if (leaving) {
            // It was told so between the two lines.
            desk.close();
        }
        desk.tick();
        if (desk.wantsMore()) {
            broker.resume();
        } else {
            // What comes while one runs would wait for its end, though another worker is free.
            broker.pause();
        }
    }

    /** Takes no more; the one that runs ends after its step. */
    void takeNoMore() {
        leaving = true;
        desk.close();
        broker.pause();
    }

    /** Waits for the end of the one that runs, or hands it back. */
    void leave(Duration most) {
        takeNoMore();
        desk.awaitEnd(most);
    }

    @Override
    public void close() {
        rhythm.close();
        broker.close();
    }
}
