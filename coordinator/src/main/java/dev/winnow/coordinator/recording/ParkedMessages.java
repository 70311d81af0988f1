package dev.winnow.coordinator.recording;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Keeps messages that could not be handled and never can be, for people to look at. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first message
public class ParkedMessages {
    private static final Logger LOG = Logger.getLogger(ParkedMessages.class);
    private static final int LONGEST_REASON = 2_000;

    // A sender that gets no peace sends again and again: the same bytes are kept once.
    private static final String INSERT = """
            insert into parked_message (queue, reason, body, parked_at) values (?, ?, ?, ?)
            on conflict (queue, body_hash) do nothing""";

    // Only the beginnings are read: a page of whole messages could be hundreds of megabytes.
    private static final String PAGE = """
            select id, queue, reason, parked_at, length(body) as bytes, substring(body from 1 for ?) as beginning
            from parked_message where id < ? order by id desc limit ?""";

    private static final String WHOLE = """
            select id, queue, reason, parked_at, length(body) as bytes, body as beginning
            from parked_message where id = ?""";

    private final Database database;
    private final Clock clock;
    private final Counter parked;
    private final AtomicLong held = new AtomicLong();

    ParkedMessages(Database database, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        this.parked = Counter.builder("winnow.messages.parked")
                .description("Messages that can never be handled")
                .register(meters);
        Gauge.builder("winnow.messages.parked.held", held, AtomicLong::doubleValue)
                .description("Parked messages that nobody has retried or deleted")
                .register(meters);
    }

    /** Keeps a message unless it is kept already; it is committed when this returns. */
    void park(String queue, String reason, byte[] body) {
        LOG.errorf("a message on %s is parked: %s", queue, reason);
        parked.increment(
                database.inTransaction(sql -> sql.update(INSERT, queue, storable(reason), body, clock.instant())));
    }

    /** How many are kept. */
    public long count() {
        return database.<Long>inTransaction(
                sql -> sql.queryOne("select count(*) as n from parked_message", row -> row.bigNumber("n"))
                        .orElseThrow());
    }

    // Looked up at intervals and not when it is asked for: whoever reads metrics must not wait for a database.
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        held.set(count());
    }

    /**
     * Some, newest first, with the beginning of their bodies.
     *
     * @param before only those with a smaller id
     * @param excerpt how many bytes of each body
     */
    List<Parked> page(long before, int limit, int excerpt) {
        return database.inTransaction(sql -> sql.query(PAGE, ParkedMessages::read, excerpt, before, limit));
    }

    /** One with its whole body; refuses an id that is not there. */
    Parked find(long id) {
        return database.inTransaction(sql -> sql.queryOne(WHOLE, ParkedMessages::read, id))
                .orElseThrow(() -> unknown(id));
    }

    /** Notes why it was refused when it was tried again. */
    void refusedAgain(long id, String reason) {
        database.inTransaction(
                sql -> sql.update("update parked_message set reason = ? where id = ?", storable(reason), id));
    }

    /** Deletes one for ever; refuses an id that is not there. */
    void delete(long id) {
        if (database.inTransaction(sql -> sql.update("delete from parked_message where id = ?", id)) == 0) {
            throw unknown(id);
        }
        LOG.infof("parked message %d is deleted", id);
    }

    private static Parked read(Row row) throws SQLException {
        return new Parked(
                row.bigNumber("id"),
                row.text("queue"),
                row.text("reason"),
                row.time("parked_at"),
                row.number("bytes"),
                row.bytes("beginning"));
    }

    private static String storable(String reason) {
        String text = reason.replace('\0', ' ');
        return text.substring(0, Math.min(LONGEST_REASON, text.length()));
    }

    private static RuntimeException unknown(long id) {
        return Problem.of(404, "unknown_parked_message", "there is no parked message " + id)
                .remedy("GET /api/v1/parked-messages, or 'winnow parked list', lists those there are")
                .exception();
    }

    /**
     * A parked message.
     *
     * @param bytes of the whole body
     * @param body all of it, or its beginning; not copied, nobody changes it
     */
    record Parked(
            long id,
            String queue,
            String reason,
            Instant parkedAt,
            int bytes,
            @SuppressWarnings("ArrayRecordComponent") byte[] body) {}
}
