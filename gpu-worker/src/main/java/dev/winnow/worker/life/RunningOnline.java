package dev.winnow.worker.life;

import dev.winnow.worker.online.OnlineDesk;
import dev.winnow.worker.online.OnlineLine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The documents that somebody waits for, beside a worker's shards. Thread-safe. */
final class RunningOnline implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunningOnline.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration WATCH_PAUSE = Duration.ofSeconds(1);
    private static final long LEAVE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final OnlineDesk desk;
    private final OnlineLine line;
    private final Rhythm rhythm;
    private final BooleanSupplier wanted;
    private final Duration hangMargin;
    private final Runnable halt;
    private volatile boolean leaving;

    /**
     * Puts it together.
     *
     * @param wanted whether documents are to be taken now
     * @param halt ends the process at once
     */
    RunningOnline(
            OnlineDesk desk,
            OnlineLine line,
            Rhythm rhythm,
            BooleanSupplier wanted,
            Duration hangMargin,
            Runnable halt) {
        this.desk = desk;
        this.line = line;
        this.rhythm = rhythm;
        this.wanted = wanted;
        this.hangMargin = hangMargin;
        this.halt = halt;
    }

    void start() {
        line.start();
        rhythm.every("online", () -> PAUSE, this::tick);
        rhythm.every("online watchdog", () -> WATCH_PAUSE, this::watch);
    }

    private void tick() {
        if (leaving || !wanted.getAsBoolean()) {
            line.pause();
        } else {
            line.open();
            desk.tick();
        }
    }

    private void watch() {
        desk.cancelUnbegun();
        if (desk.hangs(hangMargin)) {
            LOG.fatal(
                    "the engine hangs on an online request; ending the process, so that its supervisor starts it again");
            halt.run();
        }
    }

    void takeNoMore() {
        leaving = true;
        line.pause();
    }

    /** Waits for the end of those that have begun. */
    void leave(Duration most) {
        takeNoMore();
        long end = System.nanoTime() + most.toNanos();
        while (desk.isAtWork() && System.nanoTime() < end) {
            LockSupport.parkNanos(LEAVE_PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        rhythm.close();
        line.close();
    }
}
