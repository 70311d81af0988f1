package dev.winnow.worker.shard;

import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.HeartbeatReply;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.Membership;
import dev.winnow.worker.extraction.Extractor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells the coordinator what is held, and the desk what the coordinator makes of it. It has a thread of its own, so
 * that neither a long step of the engine nor a slow claim silences the worker.
 */
public final class Heartbeats {
    private static final Logger LOG = Logger.getLogger(Heartbeats.class);

    private final ShardDesk desk;
    private final CoordinatorClient coordinator;
    private final Membership membership;
    private final Extractor extractor;
    private final Consumer<Boolean> drainWanted;

    /** Takes what it speaks for; {@code drainWanted} hears with every answer whether the coordinator wants no more. */
    public Heartbeats(
            ShardDesk desk,
            CoordinatorClient coordinator,
            Membership membership,
            Extractor extractor,
            Consumer<Boolean> drainWanted) {
        this.desk = desk;
        this.coordinator = coordinator;
        this.membership = membership;
        this.extractor = extractor;
        this.drainWanted = drainWanted;
    }

    /** Sends one heartbeat, and registers first if the coordinator does not know this worker. */
    public void tick() {
        membership.tick();
        if (!membership.joined()) {
            return;
        }
        try {
            HeartbeatReply reply = coordinator.heartbeat(
                    membership.registration().incarnation(),
                    new Heartbeat(desk.held(), extractor.load().tokensPerSecond(), desk.isDraining()));
            if (reply.known()) {
                desk.judged(reply.verdicts());
                drainWanted.accept(reply.drain());
            } else {
                registerAgain();
            }
        } catch (CoordinatorAwayException e) {
            LOG.warnf("heartbeat failed, work goes on: %s", e.getMessage());
        } catch (CoordinatorRefusedException e) {
            LOG.warnf("heartbeat failed, work goes on: %s", e.getMessage());
            if (e.unknownWorker()) {
                registerAgain();
            }
        }
    }

    private void registerAgain() {
        membership.forgotten();
        membership.tick();
    }
}
