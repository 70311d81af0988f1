package dev.winnow.coordinator.dispatch;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.FairShare.Demand;
import dev.winnow.coordinator.dispatch.FairShare.Room;
import dev.winnow.coordinator.limits.InFlight;
import dev.winnow.coordinator.limits.InFlight.Allowance;
import dev.winnow.coordinator.racepoint.RacePoint;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
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

    // Deliveries that a worker may have in hand and not begun.
    private static final int PREFETCH = 2;

    // Shards that are taken and published at once: their messages are in memory together.
    private static final int BATCH = 32;

    private static final String POOLS = """
            select distinct model, quantization from worker where state = 'live' and last_seen > ?
            order by model, quantization""";

    private static final String POOL = """
            select w.slots, w.workers, o.shards, o.items
            from (select coalesce(sum(slots), 0) as slots, count(*) as workers
                  from worker where model = ? and quantization = ? and state = 'live' and last_seen > ?) w
            cross join (
                  select count(*) as shards, coalesce(sum(cardinality(positions)), 0) as items
                  from shard where model = ? and quantization = ? and state = 'dispatched') o""";

    private static final String DEMAND = """
            select j.id, j.tenant, j.priority, p.shards as waiting, p.tokens as shard_tokens, p.items as shard_items,
                   (select coalesce(sum(s.tokens), 0) from shard s
                    where s.model = j.model and s.quantization = j.quantization and s.job_id = j.id
                      and s.state in ('dispatched', 'begun')) as out_tokens
            from job j
            cross join lateral (
                select count(*) as shards, coalesce(avg(x.tokens), 0)::bigint as tokens,
                       coalesce(avg(x.items), 0)::integer as items
                from (select s.tokens, cardinality(s.positions) as items
                      from shard s where s.job_id = j.id and s.state = 'planned' order by s.id limit ?) x) p
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
    private final InFlight inFlight;
    private final Clock clock;
    private final RacePoints<RacePoint> points;

    Dispatcher(
            Database database,
            DispatchConfig config,
            ShardReader reader,
            WorkPublisher publisher,
            UnsendableShards unsendable,
            InFlight inFlight,
            Clock clock,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.config = config;
        this.reader = reader;
        this.publisher = publisher;
        this.unsendable = unsendable;
        this.inFlight = inFlight;
        this.clock = clock;
        this.points = points;
    }

    /**
     * Fills the queues up with what is planned.
     *
     * @return how many shards went out
     */
    public int runOnce() {
        int sent = 0;
        for (Pool pool : database.inTransaction(this::livePools)) {
            sent += fill(pool);
        }
        return sent;
    }

    // A pool that fails must not keep those after it waiting.
    private int fill(Pool pool) {
        int sent = 0;
        try {
            if (publisher.ready(pool)) {
                int more = send(pool);
                while (more > 0) {
                    sent += more;
                    more = more < BATCH ? 0 : send(pool);
                }
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "dispatch to %s failed and is tried again", pool.workQueue());
        }
        return sent;
    }

    private int send(Pool pool) {
        // Committed before it is published: a claim may come before the confirm does. If this process dies in between,
        // nobody claims the shards, and the reaper plans them again.
        Taken taken = database.inTransaction(sql -> take(sql, pool));
        if (taken.shards() == 0) {
            return 0;
        }
        points.reached(RacePoint.SHARDS_TAKEN);
        publisher.publish(pool, taken.sendable());
        points.reached(RacePoint.SHARDS_CONFIRMED);
        taken.unsendable().forEach(unsendable::end);
        return taken.shards();
    }

    private List<Pool> livePools(Sql sql) throws SQLException {
        return sql.query(POOLS, row -> new Pool(row.text("model"), row.text("quantization")), seenAfter());
    }

    private Instant seenAfter() {
        return clock.instant().minus(config.lease());
    }

    private Taken take(Sql sql, Pool pool) throws SQLException {
        Allowance allowance = inFlight.read(sql, seenAfter());
        Room room = sql.queryOne(
                        POOL,
                        this::room,
                        pool.model(),
                        pool.quantization(),
                        seenAfter(),
                        pool.model(),
                        pool.quantization())
                .orElseThrow();
        if (!room.isFree()) {
            return new Taken(List.of(), List.of(), 0);
        }
        List<Demand> demand = sql.query(DEMAND, Dispatcher::demand, BATCH, pool.model(), pool.quantization());
        List<Long> taken = new ArrayList<>();
        for (Map.Entry<UUID, Integer> share : FairShare.divide(demand, room, BATCH, config.tenantWeights(), allowance)
                .entrySet()) {
            taken.addAll(sql.query(
                    TAKE,
                    row -> row.bigNumber("id"),
                    ShardEvent.DISPATCH.toStored(),
                    clock.instant(),
                    share.getKey(),
                    ShardEvent.DISPATCH.fromStored(),
                    share.getValue()));
        }
        if (!taken.isEmpty()) {
            points.reached(RacePoint.SHARDS_MARKED);
        }
        return read(sql, taken);
    }

    private Room room(Row row) throws SQLException {
        // Only what waits counts. What is begun says nothing of the places that are free: most items of a shard are
        // done
        // long before its slowest is.
        int shards = row.number("workers") * PREFETCH;
        int items = row.number("slots") * (config.fleetFactor() - 1);
        return new Room(shards - row.number("shards"), items - row.number("items"));
    }

    private static Demand demand(Row row) throws SQLException {
        return new Demand(
                row.uuid("id"),
                row.text("tenant"),
                row.number("priority"),
                row.number("waiting"),
                row.bigNumber("shard_tokens"),
                row.number("shard_items"),
                row.bigNumber("out_tokens"));
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
        return new Taken(sendable, bad, shards.size());
    }

    // After a split, late results of the older attempt can leave a half with nothing to do.
    private static void finishEmpty(Sql sql, long shard) throws SQLException {
        sql.update(
                "update shard set state = ? where id = ? and state = any(?)",
                ShardEvent.FINISH.toStored(),
                shard,
                ShardEvent.FINISH.fromStored());
    }

    private record Taken(List<OutgoingShard> sendable, List<UnsendableShardException> unsendable, int shards) {}
}
