package dev.winnow.worker.life;

import dev.winnow.common.control.RegistrationReply;
import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.life.Rhythm.Beat;
import dev.winnow.worker.shard.ShardDesk;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker that lives: its parts are called in their rhythm from the start until it leaves. Thread-safe.
 *
 * <p>What the extractor is does not matter here: {@link WorkerLife} gives one with a model, the fault and load runs one
 * that follows a script.
 */
public final class RunningWorker implements AutoCloseable {
    // Claims and results are called by a bell when there is something to do. By themselves they look for what becomes
    // due with time alone: another try of a call, a result that waited for others, a broker that takes results again.
    private static final Duration CLAIM_PAUSE = Duration.ofSeconds(1);
    private static final Duration RESULT_PAUSE = Duration.ofMillis(500);
    private static final Duration WATCH_PAUSE = Duration.ofSeconds(1);
    private static final Duration UNREGISTERED_PAUSE = Duration.ofMillis(250);

    private final Worker worker;
    private final Watchdog watchdog;
    private final Rhythm rhythm;
    private final Grace grace;
    private @Nullable Beat claims;

    /**
     * Puts a worker together; nothing happens before {@link #start}.
     *
     * @param hangMargin how far beyond its time limit an item may be before the process is ended
     * @param halt ends the process at once
     * @param fatal told when the coordinator refuses the worker
     */
    public RunningWorker(
            WorkerParts parts, Duration hangMargin, Runnable halt, Consumer<WorkerRefusedException> fatal) {
        this.worker = new Worker(parts);
        this.grace = parts.grace();
        this.watchdog =
                new Watchdog(worker.desk(), worker.outbox(), worker::tickResults, halt, parts.clock(), hangMargin);
        this.rhythm = new Rhythm(fatal);
    }

    /** Registers and takes work, as soon as coordinator and broker answer; returns at once. */
    public synchronized void start() {
        rhythm.every("heartbeat", () -> heartbeatPause(worker), worker::tickHeartbeat);
        claims = rhythm.every("claims", worker.mayClaim(), () -> CLAIM_PAUSE, worker::tickClaims);
        rhythm.every("results", worker.maySend(), () -> RESULT_PAUSE, worker::tickResults);
        rhythm.every("watchdog", () -> WATCH_PAUSE, watchdog::tick);
        worker.broker().start();
    }

    private static Duration heartbeatPause(Worker worker) {
        return worker.membership()
                .reply()
                .filter(reply -> worker.membership().joined())
                .map(RegistrationReply::heartbeatSeconds)
                .map(Duration::ofSeconds)
                .orElse(UNREGISTERED_PAUSE);
    }

    /** Whether the broker's connection stands. */
    public BooleanSupplier connected() {
        return worker.broker()::connected;
    }

    /** Whether the coordinator knows this worker. */
    public BooleanSupplier joined() {
        return worker.membership()::joined;
    }

    /** Whether the extractor can do anything. */
    public BooleanSupplier works() {
        return worker::works;
    }

    /** Whether the coordinator has ever known this worker. */
    public boolean tookPart() {
        return worker.membership().reply().isPresent();
    }

    /** Its shards, for those who have the same extractor do other work. */
    ShardDesk desk() {
        return worker.desk();
    }

    /** Whether the coordinator wants nothing more begun here. */
    BooleanSupplier draining() {
        return worker.desk()::isDraining;
    }

    /** Gives unclaimed deliveries back and takes no others. */
    public void takeNoMore() {
        worker.takeNoMore();
    }

    /**
     * Takes nothing new, lets items end that do so within the grace, sends what is finished, returns the rest and says
     * goodbye. The grace began with {@link #takeNoMore} if that was called before.
     */
    public synchronized void leave() {
        worker.takeNoMore();
        if (claims != null) {
            // A shard whose claim is under way is returned too, or ends within the grace.
            claims.stop(grace.working());
        }
        worker.leave();
    }

    /** Calls no part any more. */
    @Override
    public void close() {
        rhythm.close();
    }
}
