package dev.winnow.worker.life;

import dev.winnow.common.control.ShardReturn;
import dev.winnow.worker.broker.Broker;
import dev.winnow.worker.broker.Delivery;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.Membership;
import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.extraction.ExtractionLoad;
import dev.winnow.worker.result.Outbox;
import dev.winnow.worker.result.ResultSender;
import dev.winnow.worker.shard.Claims;
import dev.winnow.worker.shard.Heartbeats;
import dev.winnow.worker.shard.ReturnedShard;
import dev.winnow.worker.shard.Settlement;
import dev.winnow.worker.shard.ShardConsumer;
import dev.winnow.worker.shard.ShardDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * One worker's parts, put together. Nothing happens by itself: {@link WorkerLife} gives it a {@link Rhythm}, and tests
 * stop it between any two steps by calling none.
 */
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Backoff BROKER = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Backoff COORDINATOR = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final WorkerParts parts;
    private final Membership membership;
    private final Outbox outbox;
    private final ShardDesk desk;
    private final Broker broker;
    private final Claims claims;
    private final ResultSender sender;
    private final Settlement settlement;
    private final Heartbeats heartbeats;
    private volatile boolean leaving;
    private boolean gone;

    Worker(WorkerParts parts) {
        Random chance = new Random();
        this.parts = parts;
        this.membership = new Membership(
                parts.coordinator(), parts.registration(), parts.modelText(), COORDINATOR, parts.clock(), chance);
        this.outbox = new Outbox(parts.registration().incarnation(), parts.sending(), parts.clock());
        this.desk = new ShardDesk(outbox, parts.clock());
        this.broker = new Broker(
                parts.broker(),
                parts.registration().pool(),
                parts.prefetch(),
                new ShardConsumer(desk, outbox, parts.metrics()),
                BROKER,
                chance);
        this.claims = new Claims(
                desk,
                parts.coordinator(),
                membership,
                parts.extractor(),
                parts.metrics(),
                COORDINATOR,
                parts.clock(),
                chance);
        this.sender = new ResultSender(outbox, broker::publish);
        this.settlement = new Settlement(desk);
        this.heartbeats = new Heartbeats(desk, parts.coordinator(), membership, parts.extractor(), this::drainWanted);
        showGauges();
    }

    private void showGauges() {
        parts.metrics()
                .gauge("winnow.worker.outbox.characters", "Results not known to be recorded", outbox::characters);
        parts.metrics().gauge("winnow.worker.rows", "Items being decoded", () -> load().running());
        parts.metrics().gauge("winnow.worker.kv.tokens", "KV cache in use", () -> load().kvTokensUsed());
        parts.metrics().gauge("winnow.worker.kv.tokens.total", "KV cache", () -> load().kvTokensTotal());
    }

    private ExtractionLoad load() {
        return parts.extractor().load();
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

    /** Sends results that are due, then acks what is confirmed. */
    void tickResults() {
        sender.tick();
        settlement.tick();
    }

    /** Sends results that are due, and acks nothing. */
    void tickSending() {
        sender.tick();
    }

    /** Tells the coordinator what is held, until the worker has said goodbye. */
    void tickHeartbeat() {
        synchronized (heartbeats) {
            if (!gone) {
                heartbeats.tick();
            }
        }
    }

    private void drainWanted(boolean wanted) {
        if (leaving) {
            return;
        }
        if (wanted != desk.isDraining()) {
            LOG.infof("the coordinator wants %s", wanted ? "no more shards begun here" : "shards begun here again");
            desk.drain(wanted);
        }
        if (wanted) {
            broker.pause();
            // Every time: a delivery may still have been on its way when the broker was told.
            desk.giveBackWaiting();
        } else {
            broker.resume();
        }
    }

    /** First step of leaving: nothing new is taken; unclaimed deliveries go back. */
    void takeNoMore() {
        leaving = true;
        desk.drain(true);
        broker.pause();
        desk.giveBackWaiting();
    }

    /**
     * Second step, with claims stopped: cancels running rows, sends what is finished, waits for the broker's confirms,
     * returns the rest, says goodbye and closes the connection.
     *
     * @param patience how long to wait for confirms
     */
    void leave(Duration patience) {
        desk.giveBackWaiting();
        List<ReturnedShard> unfinished = desk.takeUnfinished();
        Instant deadline = parts.clock().instant().plus(patience);
        while (!outbox.isConfirmed() && parts.clock().instant().isBefore(deadline)) {
            tickResults();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        settlement.tick();
        if (!outbox.isConfirmed()) {
            LOG.warnf("the broker did not confirm every result within %s; the coordinator plans them again", patience);
        }
        // A heartbeat after the goodbye would register the worker again.
        synchronized (heartbeats) {
            gone = true;
        }
        if (membership.joined()) {
            sayGoodbye(unfinished);
        }
        broker.close();
    }

    private void sayGoodbye(List<ReturnedShard> unfinished) {
        try {
            for (ReturnedShard shard : unfinished) {
                parts.coordinator()
                        .giveBack(parts.registration().incarnation(), new ShardReturn(shard.attempt(), "drain"));
                shard.delivery().ifPresent(Delivery::ack);
            }
            parts.coordinator().deregister(parts.registration().incarnation());
            LOG.infof("left; %d shards were returned", unfinished.size());
        } catch (CoordinatorAwayException | CoordinatorRefusedException | WorkerRefusedException e) {
            // The deliveries go back to the broker, and the leases run out.
            LOG.warnf("could not say goodbye: %s", e.getMessage());
        }
    }
}
