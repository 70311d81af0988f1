package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Database;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Keeps the log of deliveries within its limits, in pieces, any number of replicas at once. */
@Singleton
class LogSweep {
    private static final int PIECE = 1_000;

    private static final String DELETE_OLD = """
            delete from webhook_delivery where id in (
                select id from webhook_delivery where state <> 'waiting' and ended_at < ?
                order by ended_at limit ? for update skip locked)""";

    private static final String DELETE_SURPLUS = """
            delete from webhook_delivery where id in (
                select surplus.id from webhook w cross join lateral (
                    select id from webhook_delivery where webhook_id = w.id and state <> 'waiting'
                    order by id desc offset ? limit ?) surplus
                limit ?)""";

    private static final String OVERRUN = """
            select w.id from webhook w
            where w.disabled_at is null and exists (
                select 1 from webhook_delivery where webhook_id = w.id and state = 'waiting' offset ?)
            order by w.id for no key update skip locked""";

    private final Database database;
    private final Disabling disabling;
    private final WebhookConfig config;
    private final Clock clock;

    LogSweep(Database database, Disabling disabling, WebhookConfig config, Clock clock) {
        this.database = database;
        this.disabling = disabling;
        this.config = config;
        this.clock = clock;
    }

    void runOnce() {
        database.inTransaction(sql -> {
            List<UUID> overrun = sql.query(OVERRUN, row -> row.uuid("id"), config.mostWaiting());
            for (UUID webhook : overrun) {
                disabling.disable(sql, webhook, "more than %d messages waited for it".formatted(config.mostWaiting()));
            }
            return overrun;
        });
        inPieces(DELETE_OLD, clock.instant().minus(config.keep()), PIECE);
        inPieces(DELETE_SURPLUS, config.keepMessages(), PIECE, PIECE);
    }

    private void inPieces(String delete, Object... parameters) {
        int deleted = PIECE;
        while (deleted == PIECE) {
            deleted = database.inTransaction(sql -> sql.update(delete, parameters));
        }
    }
}
