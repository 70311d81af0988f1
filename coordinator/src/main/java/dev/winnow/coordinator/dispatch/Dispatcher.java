package dev.winnow.coordinator.dispatch;

import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Sends planned shards to the queues of their pools, as many as the live workers can use soon, so that cancel and
 * priority act at once on all the rest.
 */
@Singleton
public class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private static final String POOLS = """
            select w.model, w.quantization, sum(w.slots) as slots, count(*) as workers,
                   (select count(*) from shard s
                    where s.model = w.model and s.quantization = w.quantization
                      and s.state in ('dispatched', 'begun')) as out
            from worker w
            where w.state = 'live' and w.last_seen > ?
            group by w.model, w.quantization
            order by w.model, w.quantization""";

    private static final String DEMAND = """
            select j.id, j.priority,
                   (select count(*) from (
                      select 1 from shard s where s.job_id = j.id and s.state = 'planned' limit ?) x) as waiting,
                   (select count(*) from shard s
                    where s.model = j.model and s.quantization = j.quantization and s.job_id = j.id
                      and s.state in ('dispatched', 'begun')) as out
            from job j
            where j.model = ? and j.quantization = ? and j.state in ('queued', 'running')
            order by j.created_at, j.id""";

    private static final String TAKE = """
            update shard set state = ?, dispatched_at = ?, worker = null, lease_until = null
            where id in (
                select s.id from shard s
                where s.job_id = ? and s.state = any(?) order by s.id limit ? for update skip locked)
            returning id""";

    private final Database database;
    private final DispatchConfig config;
    private final ShardReader reader;
    private final WorkPublisher publisher;
    private final UnsendableShards unsendable;
    private final Clock clock;

    Dispatcher(
            Database database,
            DispatchConfig config,
            ShardReader reader,
            WorkPublisher publisher,
            UnsendableShards unsendable,
            Clock clock) {
        this.database = database;
        this.config = config;
        this.reader = reader;
        this.publisher = publisher;
        this.unsendable = unsendable;
        this.clock = clock;
    }

    /** Fills the queues up once. */
    public void runOnce() {
        for (LivePool pool : database.inTransaction(this::livePools)) {
            int places = places(pool);
            if (places > 0) {
                fill(pool.pool(), places);
            }
        }
    }

    // A pool that fails must not keep those after it waiting.
    private void fill(Pool pool, int places) {
        try {
            if (publisher.ready(pool)) {
                send(pool, places);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "dispatch to %s failed and is tried again", pool.workQueue());
        }
    }

    private int places(LivePool pool) {
        // One more for each worker: something to begin while the last items of the others still run.
        int wanted = ceilDiv(pool.slots() * config.fleetFactor(), config.shardItems()) + pool.workers();
        return wanted - pool.out();
    }

    private static int ceilDiv(int value, int by) {
        return (value + by - 1) / by;
    }

    private void send(Pool pool, int places) {
        // Committed before it is published: a claim may come before the confirm does. If this process dies in between,
        // nobody claims the shards, and the reaper plans them again.
        Taken taken = database.inTransaction(sql -> take(sql, pool, places));
        publisher.publish(pool, taken.sendable());
        taken.unsendable().forEach(unsendable::end);
    }

    private List<LivePool> livePools(Sql sql) throws SQLException {
        return sql.query(
                POOLS,
                row -> new LivePool(
                        new Pool(row.text("model"), row.text("quantization")),
                        row.number("slots"),
                        row.number("workers"),
                        row.number("out")),
                clock.instant().minus(config.lease()));
    }

    private Taken take(Sql sql, Pool pool, int places) throws SQLException {
        List<FairShare.Demand> demand = sql.query(
                DEMAND,
                row -> new FairShare.Demand(
                        row.uuid("id"), row.number("priority"), row.number("waiting"), row.number("out")),
                places,
                pool.model(),
                pool.quantization());
        List<Long> taken = new ArrayList<>();
        for (Map.Entry<UUID, Integer> share : FairShare.divide(demand, places).entrySet()) {
            taken.addAll(sql.query(
                    TAKE,
                    row -> row.bigNumber("id"),
                    ShardEvent.DISPATCH.toStored(),
                    clock.instant(),
                    share.getKey(),
                    ShardEvent.DISPATCH.fromStored(),
                    share.getValue()));
        }
        return read(sql, taken);
    }

    private Taken read(Sql sql, List<Long> shards) throws SQLException {
        List<OutgoingShard> sendable = new ArrayList<>();
        List<UnsendableShardException> bad = new ArrayList<>();
        for (long shard : shards) {
            try {
                Optional<OutgoingShard> read = reader.read(sql, shard);
                if (read.isPresent()) {
                    sendable.add(read.get());
                } else {
                    finishEmpty(sql, shard);
                }
            } catch (UnsendableShardException e) {
                bad.add(e);
            }
        }
        return new Taken(sendable, bad);
    }

    // After a split, late results of the older attempt can leave a half with nothing to do.
    private static void finishEmpty(Sql sql, long shard) throws SQLException {
        sql.update(
                "update shard set state = ? where id = ? and state = any(?)",
                ShardEvent.FINISH.toStored(),
                shard,
                ShardEvent.FINISH.fromStored());
    }

    private record Taken(List<OutgoingShard> sendable, List<UnsendableShardException> unsendable) {}

    private record LivePool(Pool pool, int slots, int workers, int out) {}
}
