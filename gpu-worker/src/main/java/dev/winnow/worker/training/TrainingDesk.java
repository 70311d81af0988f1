package dev.winnow.worker.training;

import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.common.work.TrainingWork;
import dev.winnow.worker.broker.BrokerListener;
import dev.winnow.worker.broker.Delivery;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.training.TrainingStoppedException.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One training at a time: a delivery waits here until it is claimed, and is acked when it is, since from then on the
 * lease brings the training back. While one runs no delivery is kept: another worker may be free. Thread-safe.
 */
public final class TrainingDesk implements BrokerListener {
    private static final Logger LOG = Logger.getLogger(TrainingDesk.class);
    private static final Backoff COORDINATOR = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));

    private final TrainingParts parts;
    private final Runnable mayClaim;
    private @Nullable Waiting waiting;
    private @Nullable TrainingRun running;
    private CountDownLatch ended = new CountDownLatch(0);
    private boolean closed;
    private Instant nextTry = Instant.MIN;
    private int failures;

    /** Takes what trainings need, and what rings when there is something to claim. */
    public TrainingDesk(TrainingParts parts, Runnable mayClaim) {
        this.parts = parts;
        this.mayClaim = mayClaim;
    }

    @Override
    public void delivered(Delivery delivery) {
        TrainingAttempt attempt;
        try {
            if (!(WireFormat.readWork(delivery.body()) instanceof TrainingWork work)) {
                throw new MessageRefusedException("it is no training");
            }
            attempt = work.attempt();
        } catch (MessageRefusedException e) {
            // It can never succeed here, and the coordinator hands a training out again that nobody claims.
            LOG.errorf("a message of trainings was thrown away: %s", e.getMessage());
            delivery.ack();
            return;
        }
        if (!keep(new Waiting(attempt, delivery))) {
            delivery.giveBack();
            return;
        }
        mayClaim.run();
    }

    private synchronized boolean keep(Waiting arrived) {
        if (closed || running != null || waiting != null) {
            return false;
        }
        waiting = arrived;
        return true;
    }

    @Override
    public void confirmed(long letter) {
        // Nothing is published from here.
    }

    @Override
    public synchronized void disconnected() {
        waiting = null;
    }

    /** Whether deliveries are of use now. */
    public synchronized boolean wantsMore() {
        return !closed && running == null;
    }

    /** Whether one runs. */
    public synchronized boolean isWorking() {
        return running != null;
    }

    /** Claims what waits, and begins it; blocks while the coordinator is asked. */
    public void tick() {
        Waiting next = next();
        if (next == null) {
            return;
        }
        try {
            TrainingClaimReply reply = parts.client().claim(next.attempt());
            if (reply instanceof TrainingClaimReply.Granted granted) {
                begin(next, granted);
            } else if (reply instanceof TrainingClaimReply.Refused refused) {
                LOG.infof("claim of training %s was refused: %s", next.attempt(), refused.reason());
                settled(next);
            }
            next.delivery().ack();
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            LOG.warnf("claim of training %s waits: %s", next.attempt(), e.getMessage());
            later();
        }
    }

    private synchronized @Nullable Waiting next() {
        return closed || running != null || parts.clock().instant().isBefore(nextTry) ? null : waiting;
    }

    private synchronized void later() {
        failures++;
        nextTry = parts.clock().instant().plus(COORDINATOR.after(failures, parts.chance()));
    }

    private synchronized void settled(Waiting next) {
        failures = 0;
        if (next.equals(waiting)) {
            waiting = null;
        }
    }

    private synchronized void begin(Waiting next, TrainingClaimReply.Granted granted) {
        settled(next);
        CountDownLatch end = new CountDownLatch(1);
        TrainingRun run = new TrainingRun(parts, next.attempt(), granted, () -> over(end));
        running = run;
        ended = end;
        if (closed) {
            run.stop(Stop.LEAVING);
        }
        Thread thread = new Thread(run, "training");
        thread.setDaemon(true);
        thread.start();
        LOG.infof("training %s begins", next.attempt());
    }

    private void over(CountDownLatch end) {
        synchronized (this) {
            running = null;
        }
        end.countDown();
        mayClaim.run();
    }

    /** Tells the coordinator how the one that runs is doing. */
    public void report() {
        TrainingRun run;
        synchronized (this) {
            run = running;
        }
        if (run == null) {
            return;
        }
        try {
            run.report();
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            LOG.warnf("a training's report was not heard, it goes on: %s", e.getMessage());
        }
    }

    /**
     * Whether the one that runs hangs: this process can only be ended then. It is not handed back: its lease runs out
     * and is counted, so that one that hangs wherever it goes comes to an end.
     */
    public boolean hangs() {
        TrainingRun run;
        synchronized (this) {
            run = running;
        }
        if (run == null || !run.hangs()) {
            return false;
        }
        LOG.errorf("the training has made no step for %s: it hangs", parts.hangAfter());
        return true;
    }

    /** Takes no more until {@link #open}; the one that runs leaves a checkpoint after its step and is handed back. */
    public void close() {
        Waiting back;
        synchronized (this) {
            closed = true;
            back = waiting;
            waiting = null;
            if (running != null) {
                running.stop(Stop.LEAVING);
            }
        }
        if (back != null) {
            back.delivery().giveBack();
        }
    }

    /** Takes trainings again. */
    public synchronized void open() {
        closed = false;
    }

    /** Waits for the end of the one that runs; hands it back as it is if that takes longer. */
    public void awaitEnd(Duration most) {
        TrainingRun run;
        CountDownLatch end;
        synchronized (this) {
            run = running;
            end = ended;
        }
        try {
            if (run != null && !end.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                run.giveBack();
                LOG.warn("the training's step did not end within the grace: it goes on from its last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            LOG.warnf("the training comes back with its lease: %s", e.getMessage());
        }
    }

    private record Waiting(TrainingAttempt attempt, Delivery delivery) {}
}
