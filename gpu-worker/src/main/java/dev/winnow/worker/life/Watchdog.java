package dev.winnow.worker.life;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.worker.result.Outbox;
import dev.winnow.worker.shard.BegunItem;
import dev.winnow.worker.shard.ShardDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends a process whose engine does not move. The engine itself ends an item that passes its limit; an item that
 * outlives its limit by a margin shows that the engine hangs in native code, where no Java thread can reach it.
 *
 * <p>An item that ran alone is convicted: its failure is sent first. Where several were running, or an online request
 * beside it, nobody knows which one it was, so they are only named in the log; the coordinator finds it by running them
 * apart.
 */
final class Watchdog {
    private static final Logger LOG = Logger.getLogger(Watchdog.class);

    // A broker that is away for a moment must not cost the verdict: the item would hang the next worker too.
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ShardDesk desk;
    private final Outbox outbox;
    private final Runnable sendResults;
    private final Runnable halt;
    private final Clock clock;
    private final Duration margin;

    /**
     * Takes what it watches and what ends the process.
     *
     * @param sendResults sends what is due, once for each call
     * @param halt ends the process at once
     * @param margin how far beyond its limit an item may be
     */
    Watchdog(ShardDesk desk, Outbox outbox, Runnable sendResults, Runnable halt, Clock clock, Duration margin) {
        this.desk = desk;
        this.outbox = outbox;
        this.sendResults = sendResults;
        this.halt = halt;
        this.clock = clock;
        this.margin = margin;
    }

    /** Looks once. */
    void tick() {
        if (desk.overdue(margin).isEmpty()) {
            return;
        }
        desk.close();
        List<BegunItem> begun = desk.begun();
        begun.forEach(item -> LOG.errorf(
                "the engine hangs; it was working on item %d of job %s (%s)",
                item.position(), item.work().job(), item.work().shard()));
        if (begun.size() == 1 && !desk.isBesideOthers()) {
            convict(begun.get(0));
        }
        LOG.fatal("ending the process, so that its supervisor starts it again");
        halt.run();
    }

    private void convict(BegunItem item) {
        int limit = item.work().task().itemSeconds();
        desk.fail(
                item,
                ErrorCode.TIME_LIMIT,
                "passed item_seconds = %d and hung the engine; shorten the input or raise item_seconds"
                        .formatted(limit));
        Instant deadline = clock.instant().plus(FAREWELL);
        while (!outbox.isConfirmed() && clock.instant().isBefore(deadline)) {
            sendResults.run();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
