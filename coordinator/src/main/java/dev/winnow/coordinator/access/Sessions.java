package dev.winnow.coordinator.access;

import dev.winnow.coordinator.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Who is signed in to the dashboard, on whatever replica. A session has a random token, of which the hash is stored,
 * and a key, whose scopes and end it has. Thread-safe.
 */
// A proxy: filters are made before there is a database.
@ApplicationScoped
public class Sessions {
    /** The cookie that holds the token. */
    static final String COOKIE = "winnow_session";

    private static final int TOKEN_BYTES = 32;

    private static final String INSERT =
            "insert into dashboard_session (hash, key_hash, created_at, expires_at) values (?, ?, ?, ?)";

    private final Database database;
    private final ApiKeys keys;
    private final SessionConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(Database database, ApiKeys keys, SessionConfig config, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** Begins one, and removes those that are over. */
    Session begin(ApiKey key) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant end = now.plus(config.lifetime());
        database.inTransaction(sql -> {
            sql.update("delete from dashboard_session where expires_at <= ?", now);
            return sql.update(INSERT, ApiKey.hash(token), key.hash, now, end);
        });
        return new Session(token, end);
    }

    /** The key of a session that is not over, if it still lets anybody in. */
    Optional<ApiKey> find(String token) {
        return database.inTransaction(sql -> sql.queryOne(
                        "select key_hash from dashboard_session where hash = ? and expires_at > ?",
                        row -> row.text("key_hash"),
                        ApiKey.hash(token),
                        clock.instant()))
                .flatMap(keys::findByHash);
    }

    /** Ends one. */
    void end(String token) {
        database.inTransaction(sql -> sql.update("delete from dashboard_session where hash = ?", ApiKey.hash(token)));
    }

    /** One that has just begun. */
    record Session(String token, Instant end) {}
}
