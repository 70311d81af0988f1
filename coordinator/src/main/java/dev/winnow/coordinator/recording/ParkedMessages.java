package dev.winnow.coordinator.recording;

import dev.winnow.coordinator.database.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Keeps messages that could not be handled and never can be, for people to look at. Thread-safe. */
@Singleton
@Startup // so that its metric is there before the first message
class ParkedMessages {
    private static final Logger LOG = Logger.getLogger(ParkedMessages.class);
    private static final int LONGEST_REASON = 2_000;

    // A sender that gets no peace sends again and again: the same bytes are kept once.
    private static final String INSERT = """
            insert into parked_message (queue, reason, body, parked_at) values (?, ?, ?, ?)
            on conflict (queue, body_hash) do nothing""";

    private final Database database;
    private final Clock clock;
    private final Counter parked;

    ParkedMessages(Database database, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        this.parked = Counter.builder("winnow.messages.parked")
                .description("Messages that can never be handled")
                .register(meters);
    }

    /** Keeps a message unless it is kept already; it is committed when this returns. */
    void park(String queue, String reason, byte[] body) {
        LOG.errorf("a message on %s is parked: %s", queue, reason);
        String text = reason.replace('\0', ' ');
        String clipped = text.substring(0, Math.min(LONGEST_REASON, text.length()));
        parked.increment(database.inTransaction(sql -> sql.update(INSERT, queue, clipped, body, clock.instant())));
    }
}
