package dev.winnow.coordinator.dispatch;

import dev.winnow.common.work.Pool;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Sends planned shards to the queues of their pools, as many as the live workers can use soon, so that cancel and
 * priority act at once on all the rest.
 */
@Singleton
public class Dispatcher {
    private static final String POOLS = """
            select w.model, w.quantization, sum(w.slots) as slots, count(*) as workers,
                   (select count(*) from shard s
                    where s.model = w.model and s.quantization = w.quantization
                      and s.state in ('dispatched', 'begun')) as out
            from worker w
            where w.state = 'live' and w.last_seen > ?
            group by w.model, w.quantization""";

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
    private final Clock clock;

    Dispatcher(Database database, DispatchConfig config, ShardReader reader, WorkPublisher publisher, Clock clock) {
        this.database = database;
        this.config = config;
        this.reader = reader;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Fills the queues up once. */
    public void runOnce() {
        for (LivePool pool : database.inTransaction(this::livePools)) {
            int places = places(pool);
            if (places > 0 && publisher.ready(pool.pool())) {
                send(pool.pool(), places);
            }
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
        List<ShardWork> taken = database.inTransaction(sql -> take(sql, pool, places));
        publisher.publish(pool, taken);
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

    private List<ShardWork> take(Sql sql, Pool pool, int places) throws SQLException {
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
        List<ShardWork> work = reader.read(sql, taken);
        finishEmpty(sql, taken, work);
        return work;
    }

    // After a split, late results of the older attempt can leave a half with nothing to do.
    private static void finishEmpty(Sql sql, List<Long> taken, List<ShardWork> work) throws SQLException {
        Set<Long> empty = new HashSet<>(taken);
        work.forEach(shard -> empty.remove(shard.shard().shard()));
        if (!empty.isEmpty()) {
            sql.update(
                    "update shard set state = ? where id = any(?) and state = any(?)",
                    ShardEvent.FINISH.toStored(),
                    empty.toArray(Long[]::new),
                    ShardEvent.FINISH.fromStored());
        }
    }

    private record LivePool(Pool pool, int slots, int workers, int out) {}
}
