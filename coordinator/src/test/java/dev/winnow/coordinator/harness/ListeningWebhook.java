package dev.winnow.coordinator.harness;

import dev.winnow.coordinator.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A webhook that nothing is sent to, for tests of what is written down for it. */
public final class ListeningWebhook {
    private final Database database;

    private ListeningWebhook(Database database) {
        this.database = database;
    }

    /** The only one there is, for all of these events. */
    public static ListeningWebhook of(Database database, String... events) {
        database.inTransaction(sql -> {
            sql.update("truncate webhook cascade");
            return sql.update(
                    "insert into webhook (id, tenant, url, events, secret, served_at, created_at)"
                            + " values (?, 'default', 'https://example.org/', ?, 'whsec_', ?, ?)",
                    UUID.randomUUID(),
                    events,
                    Instant.EPOCH,
                    Instant.EPOCH);
        });
        return new ListeningWebhook(database);
    }

    /** The messages that wait to be sent, in their order; it listens no more. */
    public List<String> told() {
        return database.inTransaction(sql -> {
            List<String> told = sql.query("select body from webhook_delivery order by id", row -> row.text("body"));
            sql.update("truncate webhook cascade");
            return told;
        });
    }
}
