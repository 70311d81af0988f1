package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who of a tenant wants to be told, and of what. Thread-safe. */
@Singleton
class Listeners {
    // Held against removal, not against each other: a delivery must not be written for one that is gone.
    private static final String LISTENERS = """
            select id, array_to_string(events, ',') as events from webhook
            where tenant = ? and disabled_at is null order by id for key share""";

    private final DeliveryLog log;
    private final ObjectMapper json;

    Listeners(DeliveryLog log, ObjectMapper json) {
        this.log = log;
        this.json = json;
    }

    /** A tenant's. */
    List<Listener> of(Sql sql, String tenant) throws SQLException {
        return sql.query(
                LISTENERS,
                row -> new Listener(row.uuid("id"), Set.of(row.text("events").split(",", -1))),
                tenant);
    }

    /** Writes down that those who have asked for it are to be told. */
    void tell(Sql sql, List<Listener> listeners, WebhookEvent event, Instant when, WebhookMessage.Data data)
            throws SQLException {
        String body = new WebhookMessage(event.wireName(), when, data).json(json);
        for (Listener listener : listeners) {
            if (listener.events().contains(event.wireName())) {
                log.add(sql, listener.webhook(), event, body);
            }
        }
    }

    /** One of them. */
    record Listener(UUID webhook, Set<String> events) {}
}
