package dev.winnow.worker.shard;

import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.HeartbeatReply;
import dev.winnow.common.control.WorkerMemory;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.Membership;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.Outbox;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the coordinator what is held, and the desk what the coordinator makes of it. It has a thread of its own, so
 * that neither a long step of the engine nor a slow claim silences the worker.
 */
public final class Heartbeats {
    private static final Logger LOG = Logger.getLogger(Heartbeats.class);
    private static final int CALLS_IN_A_LEASE = 4;

    private final ShardDesk desk;
    private final Outbox outbox;
    private final CoordinatorClient coordinator;
    private final Membership membership;
    private final Extractor extractor;
    private final Supplier<@Nullable WorkerMemory> memory;
    private final Consumer<Boolean> drainWanted;
    private final RacePoints<RacePoint> points;
    private int failures;

    /** Takes what it speaks for; {@code drainWanted} hears with every answer whether the coordinator wants no more. */
    public Heartbeats(
            ShardDesk desk,
            Outbox outbox,
            CoordinatorClient coordinator,
            Membership membership,
            Extractor extractor,
            Supplier<@Nullable WorkerMemory> memory,
            Consumer<Boolean> drainWanted,
            RacePoints<RacePoint> points) {
        this.desk = desk;
        this.outbox = outbox;
        this.coordinator = coordinator;
        this.membership = membership;
        this.extractor = extractor;
        this.memory = memory;
        this.drainWanted = drainWanted;
        this.points = points;
    }

    /** Sends one heartbeat, and registers first if the coordinator does not know this worker. */
    public void tick() {
        membership.tick();
        if (!membership.joined()) {
            return;
        }
        try {
            HeartbeatReply reply = sayInTime();
            points.reached(RacePoint.HEARTBEAT_ANSWERED);
            if (reply.known()) {
                outbox.coordinatorIsBehind(reply.behind());
                desk.judged(reply.verdicts());
                drainWanted.accept(reply.drain());
            } else {
                registerAgain();
            }
            heard();
        } catch (CoordinatorAwayException e) {
            unheard(e);
        } catch (CoordinatorRefusedException e) {
            unheard(e);
            if (e.unknownWorker()) {
                registerAgain();
            }
        }
    }

    // A coordinator that was frozen or cut off from its database keeps a call for as long as it likes. Given up soon
    // and
    // said again, it may reach another one behind the same address, before leases run out for nobody's fault.
    private HeartbeatReply sayInTime() throws CoordinatorAwayException, CoordinatorRefusedException {
        CoordinatorClient impatient = membership
                .reply()
                .map(reply -> coordinator.within(
                        Duration.ofSeconds(reply.leaseSeconds()).dividedBy(CALLS_IN_A_LEASE)))
                .orElse(coordinator);
        try {
            return say(impatient);
        } catch (CoordinatorAwayException e) {
            LOG.debugf("a heartbeat is said again at once: %s", e.getMessage());
            return say(impatient);
        }
    }

    private HeartbeatReply say(CoordinatorClient to) throws CoordinatorAwayException, CoordinatorRefusedException {
        return to.heartbeat(
                membership.registration().incarnation(),
                new Heartbeat(desk.held(), extractor.load().tokensPerSecond(), desk.isDraining(), memory.get()));
    }

    // A coordinator may be away for hours: one line at the beginning and one at the end.
    private void unheard(Exception why) {
        failures++;
        LOG.logf(
                failures == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
                "heartbeat failed, work goes on: %s",
                why.getMessage());
    }

    private void heard() {
        if (failures > 0) {
            LOG.infof("heartbeats are heard again, after %d that were not", failures);
            failures = 0;
        }
    }

    private void registerAgain() {
        membership.forgotten();
        membership.tick();
    }
}
