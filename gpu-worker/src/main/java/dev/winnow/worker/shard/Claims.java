package dev.winnow.worker.shard;

import dev.winnow.common.control.Claim;
import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.broker.Delivery;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.Membership;
import dev.winnow.worker.extraction.Condition;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.log.Subject;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.trace.ShardTrace;
import dev.winnow.worker.trace.WorkTracer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Claims shards just before they begin, and begins those that were granted. One thread calls it again and again; it
 * blocks while the coordinator is asked.
 */
public final class Claims {
    private static final Logger LOG = Logger.getLogger(Claims.class);

    private final ShardDesk desk;
    private final CoordinatorClient coordinator;
    private final Membership membership;
    private final Extractor extractor;
    private final WorkerMetrics metrics;
    private final WorkTracer tracer;
    private final RacePoints<RacePoint> points;
    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator chance;
    private Instant nextTry = Instant.MIN;
    private int failures;

    public Claims(
            ShardDesk desk,
            CoordinatorClient coordinator,
            Membership membership,
            Extractor extractor,
            WorkerMetrics metrics,
            WorkTracer tracer,
            RacePoints<RacePoint> points,
            Backoff backoff,
            Clock clock,
            RandomGenerator chance) {
        this.desk = desk;
        this.coordinator = coordinator;
        this.membership = membership;
        this.extractor = extractor;
        this.metrics = metrics;
        this.tracer = tracer;
        this.points = points;
        this.backoff = backoff;
        this.clock = clock;
        this.chance = chance;
    }

    /** Claims and begins shards for as long as one may begin and the coordinator answers. */
    public void tick() {
        if (clock.instant().isBefore(nextTry) || !membership.joined()) {
            return;
        }
        Optional<WaitingShard> next = next();
        while (next.isPresent() && claim(next.get())) {
            next = next();
        }
    }

    private Optional<WaitingShard> next() {
        return extractor.condition() == Condition.WORKING ? desk.next() : Optional.empty();
    }

    private boolean claim(WaitingShard shard) {
        try {
            ClaimReply reply = coordinator.claim(
                    membership.registration().incarnation(),
                    new Claim(shard.work().shard()));
            failures = 0;
            Subject.shard(shard.work().job(), shard.work().shard()).run(() -> take(shard, reply));
            return true;
        } catch (CoordinatorAwayException e) {
            LOG.warnf("claim of %s waits: %s", shard.work().shard(), e.getMessage());
        } catch (CoordinatorRefusedException e) {
            LOG.warnf("claim of %s failed: %s", shard.work().shard(), e.getMessage());
            if (e.unknownWorker()) {
                membership.forgotten();
            }
        }
        failures++;
        nextTry = clock.instant().plus(backoff.after(failures, chance));
        return false;
    }

    private void take(WaitingShard shard, ClaimReply reply) {
        if (reply instanceof ClaimReply.Granted granted) {
            points.reached(RacePoint.SHARD_CLAIMED);
            GrantedShard begins = desk.granted(shard, granted.recorded());
            LOG.debugf(
                    "shard %s begins with %d items",
                    begins.run().attempt(), begins.items().size());
            begins.settled().forEach(Delivery::ack);
            points.reached(RacePoint.DELIVERY_ACKED);
            ShardTrace trace = tracer.shard(
                    shard.work(), shard.delivery().trace(), begins.items().size());
            begins.items().forEach(item -> start(begins.run(), item, trace));
        } else if (reply instanceof ClaimReply.Refused refused) {
            LOG.infof("claim of %s was refused: %s", shard.work().shard(), refused.reason());
            metrics.claimRefused();
            desk.refused(shard);
            points.reached(RacePoint.CLAIM_REFUSED);
            shard.delivery().ack();
        }
    }

    private void start(ShardRun run, WorkItem item, ShardTrace trace) {
        Subject subject = Subject.shard(run.work().job(), run.attempt()).item(item.position());
        desk.running(run, item.position(), extractor.start(run.work().task(), item, new ExtractionListener() {
            @Override
            public void begun() {
                trace.begun(item.position());
                desk.begun(run, item.position());
            }

            @Override
            public void inItsName(Runnable task) {
                subject.run(task);
            }

            @Override
            public void putBack() {
                trace.putBack(item.position());
                desk.putBack(run, item.position());
            }

            @Override
            public void finished(ItemResult result) {
                points.reached(RacePoint.ITEM_FINISHED);
                metrics.finished(result);
                trace.finished(result);
                desk.finished(run, result);
            }

            @Override
            public void ended() {
                trace.cancelled(item.position());
                desk.ended(run, item.position());
            }
        }));
    }
}
