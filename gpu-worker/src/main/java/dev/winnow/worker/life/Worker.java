package dev.winnow.worker.life;

import static java.util.Objects.requireNonNull;

import dev.winnow.worker.broker.Broker;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.Membership;
import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.extraction.Condition;
import dev.winnow.worker.extraction.ExtractionLoad;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.Outbox;
import dev.winnow.worker.result.ResultSender;
import dev.winnow.worker.shard.Claims;
import dev.winnow.worker.shard.Heartbeats;
import dev.winnow.worker.shard.Returns;
import dev.winnow.worker.shard.ShardConsumer;
import dev.winnow.worker.shard.ShardDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One worker's parts, put together. Nothing happens by itself: {@link WorkerLife} gives it a {@link Rhythm}; tests call
 * its parts themselves, and stop it within one at a {@link RacePoint}.
 */
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Backoff BROKER = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Backoff COORDINATOR = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final WorkerParts parts;
    private final Bell mayClaim = new Bell();
    private final Bell maySend = new Bell();
    private final Membership membership;
    private final Outbox outbox;
    private final ShardDesk desk;
    private final Broker broker;
    private final Claims claims;
    private final ResultSender sender;
    private final Heartbeats heartbeats;
    private final Returns returns;
    private Instant drainingSince = Instant.MIN;
    private volatile @Nullable Instant leavingSince;
    private boolean gone;

    Worker(WorkerParts parts) {
        Random chance = new Random();
        this.parts = parts;
        this.membership = new Membership(
                parts.coordinator(), parts.registration(), parts.modelText(), COORDINATOR, parts.clock(), chance);
        this.outbox = new Outbox(parts.registration().incarnation(), parts.sending(), parts.clock(), maySend::ring);
        this.desk = new ShardDesk(outbox, parts.clock(), mayClaim::ring);
        this.broker = new Broker(
                parts.broker(),
                parts.registration().pool(),
                parts.prefetch(),
                new ShardConsumer(desk, outbox, parts.metrics(), parts.points()),
                BROKER,
                chance);
        this.claims = new Claims(
                desk,
                parts.coordinator(),
                membership,
                parts.extractor(),
                parts.metrics(),
                parts.tracer(),
                parts.points(),
                COORDINATOR,
                parts.clock(),
                chance);
        this.sender = new ResultSender(outbox, broker::publish, parts.points());
        this.returns = new Returns(desk, parts.registration().incarnation(), parts.points());
        this.heartbeats = new Heartbeats(
                desk,
                outbox,
                parts.coordinator(),
                membership,
                parts.extractor(),
                parts.memory(),
                this::drainWanted,
                parts.points());
        showGauges();
    }

    private void showGauges() {
        parts.metrics()
                .gauge("winnow.worker.outbox.characters", "Results not known to be recorded", outbox::characters);
        parts.metrics().gauge("winnow.worker.rows", "Items being decoded", () -> load().running());
        parts.metrics().gauge("winnow.worker.waiting", "Items taken and not begun", () -> load().waiting());
        parts.metrics().gauge("winnow.worker.kv.tokens", "KV cache in use", () -> load().kvTokensUsed());
        parts.metrics().gauge("winnow.worker.kv.tokens.limit", "KV cache", () -> load().kvTokensTotal());
        parts.metrics().gauge("winnow.worker.slots", "Items that can be decoded at once", () -> parts.registration()
                .slots());
        parts.metrics()
                .gauge(
                        "winnow.worker.broker.connected",
                        "1 while the broker's connection stands",
                        () -> oneIf(broker.connected()));
        parts.metrics()
                .gauge(
                        "winnow.worker.coordinator.joined",
                        "1 while a coordinator knows this worker",
                        () -> oneIf(membership.joined()));
        parts.metrics()
                .gauge(
                        "winnow.worker.working",
                        "1 while the model or its server can do anything",
                        () -> oneIf(works()));
        parts.extractor().showIn(parts.metrics());
    }

    private static int oneIf(boolean holds) {
        return holds ? 1 : 0;
    }

    boolean works() {
        return parts.extractor().condition() == Condition.WORKING;
    }

    private ExtractionLoad load() {
        return parts.extractor().load();
    }

    /** Rings when a shard may begin that could not before. */
    Bell mayClaim() {
        return mayClaim;
    }

    /** Rings when results are due. */
    Bell maySend() {
        return maySend;
    }

    Broker broker() {
        return broker;
    }

    Membership membership() {
        return membership;
    }

    ShardDesk desk() {
        return desk;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Claims and begins what may begin. */
    void tickClaims() {
        claims.tick();
    }

    /** Sends results that are due. */
    void tickResults() {
        sender.tick();
        desk.forgetStopped();
    }

    /** Tells the coordinator what is held, until the worker has said goodbye. */
    void tickHeartbeat() {
        synchronized (heartbeats) {
            if (!gone) {
                heartbeats.tick();
            }
        }
        if (membership.joined() && !desk.isIdle()) {
            mayClaim.ring();
        }
    }

    private void drainWanted(boolean byCoordinator) {
        if (leavingSince != null) {
            return;
        }
        boolean lost = parts.extractor().condition() == Condition.LOST;
        boolean wanted = byCoordinator || lost;
        if (wanted != desk.isDraining()) {
            LOG.info(wanted ? whyNoMore(byCoordinator) : "shards are begun here again");
            desk.drain(wanted);
            drainingSince = parts.clock().instant();
        }
        if (wanted) {
            broker.pause();
            // Every time: a delivery may still have been on its way when the broker was told.
            desk.giveBackWaiting();
            if (lost || drainingFor(parts.grace().working())) {
                returns.collect();
            }
        } else {
            broker.resume();
        }
        // What is finished goes first: it need not be done again then.
        if (outbox.isConfirmed() || drainingFor(parts.grace().confirming())) {
            handBack();
        }
    }

    private static String whyNoMore(boolean byCoordinator) {
        return byCoordinator
                ? "the coordinator wants no more shards begun here"
                : "what works on items is away: shards go back, and no more are begun here until it works again";
    }

    private boolean drainingFor(Duration time) {
        return !parts.clock().instant().isBefore(drainingSince.plus(time));
    }

    private void handBack() {
        try {
            int returned = returns.handBack(parts.coordinator());
            if (returned > 0) {
                LOG.infof("%d shards that did not end within the grace were returned", returned);
            }
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            LOG.warnf("returned shards wait for the next heartbeat: %s", e.getMessage());
        }
    }

    /** First step of leaving: nothing new is taken; unclaimed deliveries go back. The grace begins. */
    synchronized void takeNoMore() {
        if (leavingSince == null) {
            leavingSince = parts.clock().instant();
        }
        desk.drain(true);
        broker.pause();
        desk.giveBackWaiting();
    }

    /**
     * Second step, with claims stopped: lets items end, sends what is finished, waits for the broker's confirms,
     * returns the rest, says goodbye and closes the connection; all of it within the grace that {@link #takeNoMore}
     * began.
     */
    void leave() {
        Instant began = requireNonNull(leavingSince, "takeNoMore comes first");
        desk.giveBackWaiting();
        await(() -> !desk.isWorking(), began.plus(parts.grace().working()));
        returns.collect();
        await(outbox::isConfirmed, began.plus(parts.grace().confirming()));
        desk.forgetStopped();
        if (!outbox.isConfirmed()) {
            LOG.warn("the broker did not confirm every result within the grace; the coordinator plans them again");
        }
        // A heartbeat after the goodbye would register the worker again.
        synchronized (heartbeats) {
            gone = true;
        }
        if (membership.joined()) {
            sayGoodbye(began.plus(parts.grace().whole()));
        }
        broker.close();
    }

    private void await(BooleanSupplier done, Instant deadline) {
        while (!done.getAsBoolean() && parts.clock().instant().isBefore(deadline)) {
            tickResults();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void sayGoodbye(Instant deadline) {
        CoordinatorClient coordinator =
                parts.coordinator().within(Duration.between(parts.clock().instant(), deadline));
        try {
            int returned = returns.handBack(coordinator);
            coordinator.deregister(parts.registration().incarnation());
            parts.points().reached(RacePoint.SIGNED_OFF);
            LOG.infof("left; %d shards were returned", returned);
        } catch (CoordinatorAwayException | CoordinatorRefusedException | WorkerRefusedException e) {
            // The deliveries go back to the broker, and the leases run out.
            LOG.warnf("could not say goodbye: %s", e.getMessage());
        }
    }
}
