package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A tenant's webhooks. Thread-safe. */
@Singleton
class Webhooks {
    private static final String COLUMNS = """
            select id, url, array_to_string(events, ',') as events, disabled_at, disabled_reason, failing_since,
                   former_until, created_at
            from webhook\s""";

    private static final String OF_TENANT = COLUMNS + "where tenant = ? order by created_at, id";

    private static final String ONE = COLUMNS + "where tenant = ? and id = ?";

    private static final String HOLD = "select id from webhook where tenant = ? and id = ? for no key update";

    // Those who register for one tenant wait for each other, or together they would pass the limit.
    private static final String ONE_AT_A_TIME = """
            select 1 as one from (select pg_advisory_xact_lock(hashtextextended('webhook ' || ?, 0))) held""";

    private static final String ADD = """
            insert into webhook (id, tenant, url, events, secret, served_at, created_at)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String REPLACE_SECRET = """
            update webhook set former_secret = secret, former_until = ?, secret = ? where id = ?""";

    private static final String ENABLE = """
            update webhook set disabled_at = null, disabled_reason = null, failing_since = null where id = ?""";

    private final Database database;
    private final SecretVault vault;
    private final WebhookConfig config;
    private final Clock clock;

    Webhooks(Database database, SecretVault vault, WebhookConfig config, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.config = config;
        this.clock = clock;
    }

    /** Registers one; the answer is the only one with its secret. */
    WebhookView add(String tenant, WebhookRequest request) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        return database.inTransaction(sql -> {
            sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
            requireRoom(sql.query(OF_TENANT, this::view, tenant).size());
            String sealed = vault.seal(id, request.secret());
            sql.update(ADD, id, tenant, request.url(), request.storedEvents(), sealed, now, now);
            return require(sql, tenant, id).withSecret(request.secret());
        });
    }

    private void requireRoom(int registered) {
        if (registered >= config.perTenant()) {
            throw Problem.of(409, "too_many_webhooks", "%d webhooks are registered".formatted(registered))
                    .limit(config.perTenant())
                    .remedy("remove one; the operator can raise winnow.webhooks.per-tenant")
                    .exception();
        }
    }

    List<WebhookView> all(String tenant) {
        return database.inTransaction(sql -> sql.query(OF_TENANT, this::view, tenant));
    }

    WebhookView find(String tenant, UUID id) {
        return database.inTransaction(sql -> require(sql, tenant, id));
    }

    /** Removes one with its log; what is under way may still arrive. */
    void remove(String tenant, UUID id) {
        database.inTransaction(sql -> {
            if (sql.update("delete from webhook where tenant = ? and id = ?", tenant, id) == 0) {
                throw unknown(id);
            }
            return id;
        });
    }

    /** Lets one that was disabled be told again, from now on. */
    WebhookView enable(String tenant, UUID id) {
        return database.inTransaction(sql -> {
            hold(sql, tenant, id);
            sql.update(ENABLE, id);
            return require(sql, tenant, id);
        });
    }

    /** Gives one another secret; the one that it had signs besides for a while. */
    WebhookView replaceSecret(String tenant, UUID id, WebhookSecret secret) {
        return database.inTransaction(sql -> {
            hold(sql, tenant, id);
            sql.update(REPLACE_SECRET, clock.instant().plus(config.secretOverlap()), vault.seal(id, secret), id);
            return require(sql, tenant, id).withSecret(secret);
        });
    }

    /**
     * Keeps others from changing it until the transaction ends.
     *
     * @throws ProblemException if the tenant has no such one
     */
    WebhookView hold(Sql sql, String tenant, UUID id) throws SQLException {
        sql.query(HOLD, row -> row.uuid("id"), tenant, id);
        return require(sql, tenant, id);
    }

    /**
     * The webhook in the transaction of the caller.
     *
     * @throws ProblemException if the tenant has no such one
     */
    WebhookView require(Sql sql, String tenant, UUID id) throws SQLException {
        return sql.queryOne(ONE, this::view, tenant, id).orElseThrow(() -> unknown(id));
    }

    private WebhookView view(Row row) throws SQLException {
        Instant disabled = row.timeOrNull("disabled_at");
        Instant formerUntil = row.timeOrNull("former_until");
        return new WebhookView(
                row.uuid("id"),
                row.text("url"),
                List.of(row.text("events").split(",", -1)),
                disabled == null ? "enabled" : "disabled",
                row.textOrNull("disabled_reason"),
                disabled,
                row.timeOrNull("failing_since"),
                formerUntil != null && formerUntil.isAfter(clock.instant()) ? formerUntil : null,
                row.time("created_at"),
                null);
    }

    private static ProblemException unknown(UUID id) {
        return Problem.of(404, "unknown_webhook", "there is no webhook " + id)
                .remedy("GET /api/v1/webhooks, or 'winnow webhooks list', lists those there are")
                .exception();
    }
}
