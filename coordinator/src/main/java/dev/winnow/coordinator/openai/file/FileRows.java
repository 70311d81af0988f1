package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of files, within the caller's transaction. What has expired is not found. Thread-safe. */
@Singleton
class FileRows {
    private static final String COLUMNS =
            "select id, purpose, filename, bytes, lines, created_at, expires_at from openai_file ";

    private static final String ALIVE = "(expires_at is null or expires_at > ?) ";

    private static final String BY_ID = COLUMNS + "where id = ? and tenant = ? and " + ALIVE;

    private static final String PAGE = COLUMNS + "where tenant = ? and " + ALIVE + """
            and (?::text is null or purpose = ?)
            and (?::timestamptz is null or (created_at, id) %1$s (?::timestamptz, ?::uuid))
            order by created_at %2$s, id %2$s limit ?""";

    private static final String NEWEST_FIRST = PAGE.formatted("<", "desc");

    private static final String OLDEST_FIRST = PAGE.formatted(">", "asc");

    private static final String INSERT = """
            insert into openai_file (id, tenant, purpose, filename, bytes, lines, created_at, expires_at, api_key,
                                     fingerprint)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SENT = COLUMNS + """
            where api_key = ? and fingerprint = ? and created_at > ? and tenant = ? and\s""" + ALIVE + """
            order by created_at desc limit 1""";

    private static final String STORED_BYTES =
            "select coalesce(sum(bytes), 0)::bigint as bytes from openai_file where tenant = ? and " + ALIVE;

    private final FileConfig config;
    private final Clock clock;

    FileRows(FileConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    void insert(Sql sql, String tenant, StoredFile file, @Nullable String key, @Nullable String fingerprint)
            throws SQLException {
        sql.update(
                INSERT,
                file.id(),
                tenant,
                file.purpose().wireName(),
                file.filename(),
                file.bytes(),
                file.lines(),
                file.createdAt(),
                file.expiresAt(),
                key,
                fingerprint);
    }

    /** What the same key sent a short while ago, if this is that request once more. */
    Optional<StoredFile> sent(Sql sql, String tenant, Retry retry, String fingerprint) throws SQLException {
        if (!retry.again()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return sql.queryOne(
                SENT, FileRows::read, retry.key(), fingerprint, now.minus(config.retryWindow()), tenant, now);
    }

    /** All that a tenant keeps. */
    long storedBytes(Sql sql, String tenant) throws SQLException {
        return sql.queryOne(STORED_BYTES, row -> row.bigNumber("bytes"), tenant, clock.instant())
                .orElseThrow();
    }

    /**
     * The file of that id.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    StoredFile require(Sql sql, String tenant, String wireId) throws SQLException {
        Optional<UUID> id = WireId.FILE.read(wireId);
        Optional<StoredFile> found = id.isEmpty()
                ? Optional.empty()
                : sql.queryOne(BY_ID, FileRows::read, id.get(), tenant, clock.instant());
        return found.orElseThrow(() -> Problem.of(404, "file_not_found", "No such File object: " + wireId)
                .at("/id")
                .remedy("GET /v1/files lists those there are")
                .exception());
    }

    /** One more than the page has room for, if there are. */
    List<StoredFile> page(Sql sql, String tenant, @Nullable Purpose purpose, Paging paging) throws SQLException {
        StoredFile after = paging.after() == null ? null : require(sql, tenant, paging.after());
        String wanted = purpose == null ? null : purpose.wireName();
        Instant time = after == null ? null : after.createdAt();
        return sql.query(
                paging.ascending() ? OLDEST_FIRST : NEWEST_FIRST,
                FileRows::read,
                tenant,
                clock.instant(),
                wanted,
                wanted,
                time,
                time,
                after == null ? null : after.id(),
                paging.limit() + 1);
    }

    private static StoredFile read(Row row) throws SQLException {
        return new StoredFile(
                row.uuid("id"),
                Purpose.of(row.text("purpose")).orElseThrow(),
                row.text("filename"),
                row.bigNumber("bytes"),
                row.number("lines"),
                row.time("created_at"),
                row.timeOrNull("expires_at"));
    }
}
