package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of what was and is to be sent. Who changes one holds its webhook's row first. */
@Singleton
class DeliveryLog {
    private static final String ADD = """
            insert into webhook_delivery (message_id, webhook_id, event, body, state, due_at, created_at)
            values (?, ?, ?, ?, 'waiting', ?, ?)""";

    private static final String COLUMNS = """
            select message_id, event, state, attempts, last_status, last_error, created_at, last_attempt_at, due_at,
                   ended_at
            from webhook_delivery\s""";

    private static final String ONE = COLUMNS + "where webhook_id = ? and message_id = ?";

    // A message that is no more was among the oldest: nothing follows it.
    private static final String PAGE = COLUMNS + """
            where webhook_id = ? and (?::uuid is null or id < (
                select id from webhook_delivery where message_id = ? and webhook_id = ?))
            order by id desc limit ?""";

    private static final String AGAIN = """
            update webhook_delivery
            set state = 'waiting', due_at = ?, earlier_attempts = attempts, ended_at = null
            where webhook_id = ? and message_id = ? and leased_until is null""";

    private static final String GIVE_UP = """
            update webhook_delivery set state = 'failed', leased_until = null, ended_at = ?, last_error = ?
            where webhook_id = ? and state = 'waiting'""";

    private final Clock clock;

    DeliveryLog(Clock clock) {
        this.clock = clock;
    }

    /** Adds a message, due now. */
    MessageId add(Sql sql, UUID webhook, WebhookEvent event, String body) throws SQLException {
        Instant now = clock.instant();
        MessageId message = MessageId.random();
        sql.update(ADD, message.id(), webhook, event.wireName(), body, now, now);
        return message;
    }

    /** Has a message sent again from the first attempt on, with its old id; one that is under way is left alone. */
    void again(Sql sql, UUID webhook, MessageId message) throws SQLException {
        sql.update(AGAIN, clock.instant(), webhook, message.id());
    }

    /** Gives up all that waits. */
    void giveUp(Sql sql, UUID webhook, String reason) throws SQLException {
        sql.update(GIVE_UP, clock.instant(), reason, webhook);
    }

    Optional<DeliveryView> find(Sql sql, UUID webhook, MessageId message) throws SQLException {
        return sql.queryOne(ONE, DeliveryLog::view, webhook, message.id());
    }

    /** The newest, or those that follow a message. */
    List<DeliveryView> page(Sql sql, UUID webhook, @Nullable MessageId after, int limit) throws SQLException {
        UUID last = after == null ? null : after.id();
        return sql.query(PAGE, DeliveryLog::view, webhook, last, last, webhook, limit);
    }

    private static DeliveryView view(Row row) throws SQLException {
        String state = row.text("state");
        int status = row.number("last_status");
        return new DeliveryView(
                new MessageId(row.uuid("message_id")).text(),
                row.text("event"),
                state,
                row.number("attempts"),
                status == 0 ? null : status,
                row.textOrNull("last_error"),
                row.time("created_at"),
                row.timeOrNull("last_attempt_at"),
                state.equals("waiting") ? row.time("due_at") : null,
                row.timeOrNull("ended_at"));
    }
}
