package dev.winnow.coordinator.recording;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.ShardEvent;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.result.Results;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Records one results message in one transaction. The same message twice, or late, changes nothing. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first result
public class ResultRecorder {
    private static final Logger LOG = Logger.getLogger(ResultRecorder.class);

    // The database may quote the whole row.
    private static final int LONGEST_REASON = 300;

    private static final String LOCK_SHARD = "select job_id, epoch from shard where id = ? for update";

    private static final String FINISH = """
            update shard s set state = ?, worker = null, lease_until = null
            where s.id = ? and s.state = any(?)
              and not exists (
                select 1 from unnest(s.positions) p
                where not exists (select 1 from result r where r.job_id = s.job_id and r.position = p and r.epoch >= s.epoch))""";

    private final Database database;
    private final Results results;
    private final OutputCheck outputs;
    private final ParkedMessages parked;
    private final RacePoints<RacePoint> points;
    private final Counter recorded;
    private final Counter repeated;

    ResultRecorder(
            Database database,
            Results results,
            OutputCheck outputs,
            ParkedMessages parked,
            RacePoints<RacePoint> points,
            MeterRegistry meters) {
        this.database = database;
        this.results = results;
        this.outputs = outputs;
        this.parked = parked;
        this.points = points;
        this.recorded = Counter.builder("winnow.results.recorded")
                .description("Items whose result or error was recorded")
                .register(meters);
        this.repeated = Counter.builder("winnow.results.repeated")
                .description("Items that came again after they were recorded")
                .register(meters);
    }

    /**
     * Records or parks a message; either is committed when this returns.
     *
     * @throws DatabaseException if the database is away: try again
     */
    public void record(byte[] body) {
        try {
            ResultMessage message = WireFormat.readResult(body);
            if (message instanceof ItemsFinished finished) {
                record(finished);
            }
        } catch (MessageRefusedException e) {
            parked.park(ResultMessage.QUEUE, String.valueOf(e.getMessage()), body);
        } catch (DatabaseException e) {
            if (!e.dataRefused()) {
                throw e;
            }
            parked.park(ResultMessage.QUEUE, "the database refuses it: " + e.getMessage(), body);
        }
    }

    private void record(ItemsFinished finished) {
        List<ItemResult> items = finished.items().stream().map(outputs::checked).toList();
        int fresh = recordAll(finished, items);
        points.reached(RacePoint.RESULTS_COMMITTED);
        recorded.increment(fresh);
        repeated.increment(items.size() - (double) fresh);
    }

    private int recordAll(ItemsFinished finished, List<ItemResult> items) {
        try {
            return database.inTransaction(
                    sql -> record(sql, finished, owner -> results.record(sql, owner.job(), owner.epoch(), items)));
        } catch (DatabaseException e) {
            if (!e.dataRefused()) {
                throw e;
            }
            LOG.warnf(
                    "a result of shard %d is refused, each is tried by itself",
                    finished.shard().shard());
            return database.inTransaction(sql -> record(sql, finished, owner -> recordEach(sql, owner, items)));
        }
    }

    private int record(Sql sql, ItemsFinished finished, Recording recording) throws SQLException {
        long shard = finished.shard().shard();
        Owner owner = sql.queryOne(LOCK_SHARD, row -> new Owner(row.uuid("job_id"), row.number("epoch")), shard)
                .orElseThrow(() -> new MessageRefusedException("there is no shard " + shard));
        if (!owner.job().equals(finished.job())) {
            throw new MessageRefusedException(
                    "shard %d is of job %s, not of %s".formatted(shard, owner.job(), finished.job()));
        }
        // Any attempt counts, and cancelled jobs too: a finished item is a finished item.
        int fresh = recording.of(owner);
        points.reached(RacePoint.RESULTS_COUNTED);
        sql.update(FINISH, ShardEvent.FINISH.toStored(), shard, ShardEvent.FINISH.fromStored());
        return fresh;
    }

    // An item that the database refuses becomes an error of its own; its neighbours are recorded as they are.
    private int recordEach(Sql sql, Owner owner, List<ItemResult> items) throws SQLException {
        int fresh = 0;
        for (ItemResult item : items) {
            fresh += sql.unlessRefused(
                    () -> results.record(sql, owner.job(), owner.epoch(), List.of(item)),
                    reason -> results.record(sql, owner.job(), owner.epoch(), List.of(refused(item, reason))));
        }
        return fresh;
    }

    private static ItemFailure refused(ItemResult item, String reason) {
        LOG.errorf("the result of item %d is refused: %s", item.position(), reason);
        String clipped = reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
        return new ItemFailure(item.position(), ErrorCode.ENGINE_ERROR, "the database refuses the result: " + clipped);
    }

    private record Owner(UUID job, int epoch) {}

    /** How a message's items are recorded, once it is known whose they are. */
    @FunctionalInterface
    private interface Recording {
        int of(Owner owner) throws SQLException;
    }
}
