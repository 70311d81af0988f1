package dev.winnow.coordinator.recording;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.ShardEvent;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.result.Results;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The transaction that records results: the rows of all shards concerned are locked first, by number, then each job's
 * results go in and its counters move, job by job, and the shards that have nothing left are closed. Thread-safe.
 */
@Singleton
class Recording {
    private static final Logger LOG = Logger.getLogger(Recording.class);

    // The database may quote the whole row.
    private static final int LONGEST_REASON = 300;

    private static final String LOCK_SHARDS = """
            select id, job_id, epoch from shard where id = any(?) order by id for update""";

    // Counted by the shard's own positions, not as an anti-join: the server has often no idea yet how many results
    // there
    // are, and would read all of the job's.
    private static final String FINISH = """
            update shard s set state = ?, worker = null, lease_until = null
            where s.id = any(?) and s.state = any(?)
              and (select count(*) from result r
                   where r.job_id = s.job_id and r.position = any(s.positions) and r.epoch >= s.epoch)
                  = cardinality(s.positions)""";

    private final Database database;
    private final Results results;
    private final RacePoints<RacePoint> points;

    Recording(Database database, Results results, RacePoints<RacePoint> points) {
        this.database = database;
        this.results = results;
        this.points = points;
    }

    /**
     * Records all messages or none.
     *
     * @return how many items ended by it
     * @throws MessageRefusedException if one of them is of no shard
     */
    int record(List<ItemsFinished> messages) {
        return database.inTransaction(sql -> {
            // Replicas go through jobs in the same order, or they would wait for each other in a circle.
            Map<Owner, List<ItemResult>> owned = new TreeMap<>(Owner.ORDER);
            Map<Long, Owner> owners = lock(sql, messages);
            for (ItemsFinished message : messages) {
                owned.computeIfAbsent(owner(owners, message), owner -> new ArrayList<>())
                        .addAll(message.items());
            }
            int ended = 0;
            for (Map.Entry<Owner, List<ItemResult>> entry : owned.entrySet()) {
                ended +=
                        results.record(sql, entry.getKey().job(), entry.getKey().epoch(), entry.getValue());
            }
            finish(sql, owners);
            return ended;
        });
    }

    /**
     * Records one message whose items the database may refuse: such an item becomes an error of its own, its neighbours
     * are recorded as they are.
     *
     * @return how many items ended by it
     * @throws MessageRefusedException if it is of no shard
     */
    int recordEach(ItemsFinished message) {
        return database.inTransaction(sql -> {
            Map<Long, Owner> owners = lock(sql, List.of(message));
            Owner owner = owner(owners, message);
            int ended = 0;
            for (ItemResult item : message.items()) {
                ended += sql.unlessRefused(
                        () -> results.record(sql, owner.job(), owner.epoch(), List.of(item)),
                        reason -> results.record(sql, owner.job(), owner.epoch(), List.of(refused(item, reason))));
            }
            finish(sql, owners);
            return ended;
        });
    }

    // Any attempt counts, and cancelled jobs too: a finished item is a finished item.
    private static Map<Long, Owner> lock(Sql sql, List<ItemsFinished> messages) throws SQLException {
        Long[] shards = messages.stream().map(Recording::shard).distinct().toArray(Long[]::new);
        Map<Long, Owner> owners = new LinkedHashMap<>();
        for (Owned row : sql.query(LOCK_SHARDS, Owned::read, (Object) shards)) {
            owners.put(row.shard(), row.owner());
        }
        return owners;
    }

    private static Owner owner(Map<Long, Owner> owners, ItemsFinished message) {
        Owner owner = owners.get(shard(message));
        if (owner == null) {
            throw new MessageRefusedException("there is no shard " + shard(message));
        }
        if (!owner.job().equals(message.job())) {
            throw new MessageRefusedException(
                    "shard %d is of job %s, not of %s".formatted(shard(message), owner.job(), message.job()));
        }
        return owner;
    }

    private static long shard(ItemsFinished message) {
        return message.shard().shard();
    }

    private void finish(Sql sql, Map<Long, Owner> owners) throws SQLException {
        points.reached(RacePoint.RESULTS_COUNTED);
        sql.update(
                FINISH,
                ShardEvent.FINISH.toStored(),
                owners.keySet().toArray(Long[]::new),
                ShardEvent.FINISH.fromStored());
    }

    private static ItemFailure refused(ItemResult item, String reason) {
        LOG.errorf("the result of item %d is refused: %s", item.position(), reason);
        String clipped = reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
        return new ItemFailure(item.position(), ErrorCode.ENGINE_ERROR, "the database refuses the result: " + clipped);
    }

    private record Owner(UUID job, int epoch) {
        private static final Comparator<Owner> ORDER =
                Comparator.comparing(Owner::job).thenComparingInt(Owner::epoch);
    }

    private record Owned(long shard, Owner owner) {
        static Owned read(Row row) throws SQLException {
            return new Owned(row.bigNumber("id"), new Owner(row.uuid("job_id"), row.number("epoch")));
        }
    }
}
