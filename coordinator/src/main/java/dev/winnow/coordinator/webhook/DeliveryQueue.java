package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Leases what is due to whoever has room, any number of replicas at once. A lease that runs out is due again: its
 * holder has died, perhaps after the receiver got the message. Thread-safe.
 */
@Singleton
class DeliveryQueue {
    // A look for each webhook, however much waits for it; those at their limit must not stand in others' way.
    private static final String SERVED_NEXT = """
            select w.id, w.url, w.secret, w.former_secret, w.former_until, w.failing_since is not null as failing
            from webhook w
            where w.disabled_at is null
              and exists (select 1 from webhook_delivery d
                          where d.webhook_id = w.id and d.state = 'waiting' and d.due_at <= ?)
              and (select count(*) from webhook_delivery b where b.webhook_id = w.id and b.leased_until > ?)
                  < case when w.failing_since is null then ? else 1 end
            order by w.served_at, w.id limit ? for no key update of w skip locked""";

    // What is under way is counted once more, as others may have begun something before this row was held.
    private static final String LEASE = """
            update webhook_delivery
            set leased_until = ?, due_at = ?, attempts = attempts + 1, last_attempt_at = ?
            where id in (
                select id from webhook_delivery where webhook_id = ? and state = 'waiting' and due_at <= ?
                order by due_at, id
                limit greatest(0, least(?::bigint, ?::bigint - (
                    select count(*) from webhook_delivery where webhook_id = ? and leased_until > ?))))
            returning message_id, event, attempts, attempts - earlier_attempts as tries, body""";

    private final Database database;
    private final WebhookConfig config;
    private final Clock clock;

    DeliveryQueue(Database database, WebhookConfig config, Clock clock) {
        if (config.lease().compareTo(config.timeout()) <= 0) {
            throw new IllegalArgumentException("winnow.webhooks.lease must be longer than winnow.webhooks.timeout (%s),"
                            .formatted(config.timeout())
                    + " or what is under way would be sent twice; was " + config.lease());
        }
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** Leases attempts, at most so many; of each webhook no more than may be under way. */
    List<Attempt> claim(int most) {
        return database.inTransaction(sql -> {
            Instant now = clock.instant();
            List<Attempt> claimed = new ArrayList<>();
            for (Served webhook : sql.query(SERVED_NEXT, this::served, now, now, config.concurrency(), most)) {
                if (claimed.size() < most) {
                    claimed.addAll(lease(sql, webhook, most - claimed.size(), now));
                }
            }
            return claimed;
        });
    }

    private List<Attempt> lease(Sql sql, Served webhook, int most, Instant now) throws SQLException {
        Instant until = now.plus(config.lease());
        List<Attempt> leased = sql.query(
                LEASE,
                row -> attempt(webhook, row),
                until,
                until,
                now,
                webhook.id(),
                now,
                most,
                webhook.failing() ? 1 : config.concurrency(),
                webhook.id(),
                now);
        sql.update("update webhook set served_at = ? where id = ?", now, webhook.id());
        return leased;
    }

    private Served served(Row row) throws SQLException {
        List<String> secrets = new ArrayList<>();
        secrets.add(row.text("secret"));
        String former = row.textOrNull("former_secret");
        if (former != null && row.time("former_until").isAfter(clock.instant())) {
            secrets.add(former);
        }
        return new Served(row.uuid("id"), row.text("url"), secrets, row.flag("failing"));
    }

    private static Attempt attempt(Served webhook, Row row) throws SQLException {
        return new Attempt(
                webhook.id(),
                new MessageId(row.uuid("message_id")),
                WebhookEvent.of(row.text("event")).orElseThrow(),
                row.number("attempts"),
                row.number("tries"),
                webhook.url(),
                webhook.secrets(),
                row.text("body"));
    }

    /** A webhook that may get something, with its secrets as they are stored. */
    private record Served(UUID id, String url, List<String> secrets, boolean failing) {}
}
