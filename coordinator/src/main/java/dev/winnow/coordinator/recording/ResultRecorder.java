package dev.winnow.coordinator.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.ShardEvent;
import dev.winnow.coordinator.result.Results;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Records one results message in one transaction. The same message twice, or late, changes nothing. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first result
public class ResultRecorder {
    private static final Logger LOG = Logger.getLogger(ResultRecorder.class);

    private static final String LOCK_SHARD = "select job_id from shard where id = ? for update";

    private static final String FINISH = """
            update shard s set state = ?, worker = null, lease_until = null
            where s.id = ? and s.state = any(?)
              and not exists (
                select 1 from unnest(s.positions) p
                where not exists (select 1 from result r where r.job_id = s.job_id and r.position = p))""";

    private final Database database;
    private final Results results;
    private final ObjectMapper json;
    private final Clock clock;
    private final Counter recorded;
    private final Counter repeated;
    private final Counter parked;

    ResultRecorder(Database database, Results results, ObjectMapper json, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.results = results;
        this.json = json;
        this.clock = clock;
        this.recorded = Counter.builder("winnow.results.recorded")
                .description("Items whose result or error was recorded")
                .register(meters);
        this.repeated = Counter.builder("winnow.results.repeated")
                .description("Items that came again after they were recorded")
                .register(meters);
        this.parked = Counter.builder("winnow.messages.parked")
                .description("Messages that can never be handled")
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
            park(body, String.valueOf(e.getMessage()));
        } catch (DatabaseException e) {
            if (!e.dataRefused()) {
                throw e;
            }
            park(body, "the database refuses it: " + e.getMessage());
        }
    }

    private void record(ItemsFinished finished) {
        List<ItemResult> items = finished.items().stream().map(this::readable).toList();
        int fresh = database.inTransaction(sql -> record(sql, finished, items));
        recorded.increment(fresh);
        repeated.increment(items.size() - (double) fresh);
    }

    private int record(Sql sql, ItemsFinished finished, List<ItemResult> items) throws SQLException {
        long shard = finished.shard().shard();
        UUID job = sql.queryOne(LOCK_SHARD, row -> row.uuid("job_id"), shard)
                .orElseThrow(() -> new MessageRefusedException("there is no shard " + shard));
        if (!job.equals(finished.job())) {
            throw new MessageRefusedException("shard %d is of job %s, not of %s".formatted(shard, job, finished.job()));
        }
        // Any attempt counts, and cancelled jobs too: a finished item is a finished item.
        int fresh = results.record(sql, job, items);
        sql.update(FINISH, ShardEvent.FINISH.toStored(), shard, ShardEvent.FINISH.fromStored());
        return fresh;
    }

    // An output that is no JSON would break the results for every reader.
    private ItemResult readable(ItemResult item) {
        if (item instanceof ItemOutput output) {
            try {
                json.readTree(output.output());
            } catch (JsonProcessingException e) {
                return new ItemFailure(
                        item.position(),
                        ErrorCode.INVALID_OUTPUT,
                        "the worker's output is no JSON: " + e.getOriginalMessage());
            }
        }
        return item;
    }

    private void park(byte[] body, String reason) {
        LOG.errorf("a message on %s is parked: %s", ResultMessage.QUEUE, reason);
        QuarkusTransaction.requiringNew()
                .run(() -> new ParkedMessage(ResultMessage.QUEUE, reason, body, clock.instant()).persist());
        parked.increment();
    }
}
