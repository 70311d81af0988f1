package dev.winnow.coordinator.dispatch;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.embedded.BrokerStartedEmpty;
import dev.winnow.coordinator.racepoint.RacePoint;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Finds what was lost: leases that ran out, and deliveries that the broker forgot. After the coordinator (started,
 * suspended) or the database was away it waits one full lease before it judges, since heartbeats could not get through.
 */
@Singleton
public class Reaper {
    private static final Logger LOG = Logger.getLogger(Reaper.class);

    private static final String UNCLAIMED_POOLS = """
            select distinct model, quantization from shard where state = 'dispatched' and dispatched_at < ?""";

    private static final String FORGET = """
            update shard set state = ?
            where id in (
                select id from shard
                where state = any(?) and dispatched_at < ? and model = ? and quantization = ?
                order by id for update skip locked)""";

    private static final String FORGET_ALL = """
            update shard set state = ?
            where id in (select id from shard where state = any(?) order by id for update skip locked)""";

    private static final String FORGET_OLD = """
            update shard set state = ?
            where id in (
                select id from shard where state = any(?) and dispatched_at < ? order by id for update skip locked)""";

    // Late results of the attempt before a split can end the items of a half that waits, and with them the job: nobody
    // hands it out any more.
    private static final String FINISH_LEFT = """
            update shard set state = ?
            where id in (
                select s.id from shard s
                where s.state in ('planned', 'dispatched')
                  and exists (select 1 from job j where j.id = s.job_id and j.state = 'done')
                order by s.id for update skip locked)""";

    // A queue that is never empty hides a delivery that is lost. No more is ever sent than the live workers can use
    // soon, so after so many times the limit a delivery is lost; were it not, the second claim of it is refused.
    private static final int OLD = 10;

    private final Database database;
    private final Losses losses;
    private final BrokerQueues queues;
    private final DispatchConfig config;
    private final Clock clock;
    private final RacePoints<RacePoint> points;

    private final LeasePatience patience;

    Reaper(
            Database database,
            Losses losses,
            BrokerQueues queues,
            DispatchConfig config,
            Clock clock,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.losses = losses;
        this.queues = queues;
        this.config = config;
        this.clock = clock;
        this.points = points;
        this.patience = new LeasePatience(config.lease());
    }

    /**
     * Takes back what is lost by now.
     *
     * @throws DatabaseException if the database is away; the next round that reaches it begins a lease of patience
     */
    public synchronized void runOnce() {
        try {
            Instant now = clock.instant();
            if (!patience.isOver(now, () -> database.inTransaction(sql -> sql.query("select 1", row -> row)))) {
                return;
            }
            reapLeases(now);
            reapForgotten(now.minus(config.forgottenAfter()));
            reapOld(now.minus(config.forgottenAfter().multipliedBy(OLD)));
            database.inTransaction(sql -> sql.update(FINISH_LEFT, ShardEvent.FINISH.toStored()));
        } catch (DatabaseException e) {
            if (e.away()) {
                patience.begin();
            }
            throw e;
        }
    }

    /** Begins a new lease of patience, as after a start. */
    synchronized void begin() {
        patience.begin();
    }

    // By the time of the round: a suspension in its midst must not run leases out.
    private void reapLeases(Instant now) {
        while (losses.loseExpired(now)) {
            // One shard a transaction.
        }
    }

    private void reapForgotten(Instant dispatchedBefore) {
        List<Pool> pools = database.inTransaction(sql -> sql.query(
                UNCLAIMED_POOLS, row -> new Pool(row.text("model"), row.text("quantization")), dispatchedBefore));
        for (Pool pool : pools) {
            if (nothingWaits(pool)) {
                forget(pool, dispatchedBefore);
            }
        }
    }

    private void reapOld(Instant dispatchedBefore) {
        int old = database.inTransaction(sql -> sql.update(
                FORGET_OLD, ShardEvent.FORGOTTEN.toStored(), ShardEvent.FORGOTTEN.fromStored(), dispatchedBefore));
        if (old > 0) {
            LOG.infof("%d shards were not claimed since %s, though work waits: planned again", old, dispatchedBefore);
        }
    }

    private boolean nothingWaits(Pool pool) {
        try {
            OptionalLong waiting = queues.waiting(pool.workQueue());
            return waiting.isEmpty() || waiting.getAsLong() == 0;
        } catch (IOException e) {
            LOG.debugf(e, "whether %s has forgotten anything is seen when the broker answers", pool.workQueue());
            return false;
        }
    }

    private void forget(Pool pool, Instant dispatchedBefore) {
        int forgotten = database.inTransaction(sql -> sql.update(
                FORGET,
                ShardEvent.FORGOTTEN.toStored(),
                ShardEvent.FORGOTTEN.fromStored(),
                dispatchedBefore,
                pool.model(),
                pool.quantization()));
        points.reached(RacePoint.FORGOTTEN_COMMITTED);
        LOG.infof("%d shards for %s were not claimed and wait on no queue: planned again", forgotten, pool.workQueue());
    }

    void atEmptyBroker(@Observes BrokerStartedEmpty started) {
        LOG.infof("the broker at %s keeps nothing: %d shards are planned again", started.broker(), brokerForgot());
    }

    /**
     * A broker that keeps nothing has started again: every dispatched shard is planned again at once.
     *
     * @return how many there were
     */
    public int brokerForgot() {
        return database.inTransaction(
                sql -> sql.update(FORGET_ALL, ShardEvent.FORGOTTEN.toStored(), ShardEvent.FORGOTTEN.fromStored()));
    }
}
