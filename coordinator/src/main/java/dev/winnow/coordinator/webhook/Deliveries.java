package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.webhook.WebhookMessage.TestData;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was and will be sent to a tenant's webhooks. Thread-safe. */
@Singleton
class Deliveries {
    private final Database database;
    private final Webhooks webhooks;
    private final DeliveryLog log;
    private final ObjectMapper json;
    private final Clock clock;

    Deliveries(Database database, Webhooks webhooks, DeliveryLog log, ObjectMapper json, Clock clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /** Newest first, or those that follow a message. */
    List<DeliveryView> page(String tenant, UUID webhook, @Nullable MessageId after, int limit) {
        return database.inTransaction(sql -> {
            webhooks.require(sql, tenant, webhook);
            return log.page(sql, webhook, after, limit);
        });
    }

    DeliveryView find(String tenant, UUID webhook, String message) {
        return database.inTransaction(sql -> {
            webhooks.require(sql, tenant, webhook);
            return require(sql, webhook, message);
        });
    }

    /** Sends a message that tells of nothing, once. */
    DeliveryView test(String tenant, UUID webhook) {
        return database.inTransaction(sql -> {
            requireEnabled(webhooks.hold(sql, tenant, webhook));
            String body =
                    new WebhookMessage(WebhookEvent.TEST.wireName(), clock.instant(), new TestData(webhook)).json(json);
            return require(
                    sql, webhook, log.add(sql, webhook, WebhookEvent.TEST, body).text());
        });
    }

    /** Sends a message again, under its old id. */
    DeliveryView again(String tenant, UUID webhook, String message) {
        return database.inTransaction(sql -> {
            requireEnabled(webhooks.hold(sql, tenant, webhook));
            require(sql, webhook, message);
            log.again(sql, webhook, MessageId.of(message).orElseThrow());
            return require(sql, webhook, message);
        });
    }

    private DeliveryView require(Sql sql, UUID webhook, String message) throws SQLException {
        MessageId id = MessageId.of(message).orElseThrow(() -> unknown(message));
        return log.find(sql, webhook, id).orElseThrow(() -> unknown(message));
    }

    private static void requireEnabled(WebhookView webhook) {
        if (webhook.isDisabled()) {
            throw Problem.of(409, "webhook_disabled", "the webhook is disabled: " + webhook.disabledReason())
                    .remedy("POST /api/v1/webhooks/%s/enable enables it again".formatted(webhook.id()))
                    .exception();
        }
    }

    private static ProblemException unknown(String message) {
        return Problem.of(404, "unknown_delivery", "there is no message '%s' in the log".formatted(message))
                .remedy("GET /api/v1/webhooks/{id}/deliveries lists those that are kept")
                .exception();
    }
}
