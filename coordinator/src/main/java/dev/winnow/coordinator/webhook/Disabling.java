package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Disables webhooks that nothing can be delivered to: what waits for one fails, and nothing new is written for it. */
@Singleton
class Disabling {
    private static final Logger LOG = Logger.getLogger(Disabling.class);

    private static final String DISABLE = """
            update webhook set disabled_at = ?, disabled_reason = ? where id = ? and disabled_at is null""";

    private final DeliveryLog log;
    private final Clock clock;

    Disabling(DeliveryLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void disable(Sql sql, UUID webhook, String reason) throws SQLException {
        if (sql.update(DISABLE, clock.instant(), reason, webhook) > 0) {
            LOG.warnf("webhook %s is disabled: %s", webhook, reason);
            log.giveUp(sql, webhook, "the webhook was disabled: " + reason);
        }
    }
}
