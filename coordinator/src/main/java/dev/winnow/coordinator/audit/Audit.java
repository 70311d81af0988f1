package dev.winnow.coordinator.audit;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The lines of the audit. Thread-safe. */
// A proxy: filters are made before there is a database.
@ApplicationScoped
public class Audit {
    private static final Logger LOG = Logger.getLogger(Audit.class);

    private static final int DONE = 200;

    // A path holds names that users chose.
    private static final int LONGEST_PATH = 500;

    private static final String BEGIN = """
            insert into audit (at, tenant, key_id, key_name, method, path) values (?, ?, ?, ?, ?, ?) returning id""";

    private static final String END = "update audit set status = ?, made = ? where id = ?";

    private static final String PAGE = """
            select id, at, tenant, key_id, key_name, method, path, status, made from audit
            where tenant = ? and id < ? order by id desc limit ?""";

    private final Database database;
    private final Clock clock;

    Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Notes that a request is about to be done.
     *
     * @throws DatabaseException if it cannot be noted; the request must not be done then
     */
    long begin(Caller caller, String method, String path) {
        return database.inTransaction(sql -> sql.queryOne(
                        BEGIN,
                        row -> row.bigNumber("id"),
                        clock.instant(),
                        caller.tenant(),
                        caller.keyId(),
                        caller.keyName(),
                        method,
                        shown(path)))
                .orElseThrow();
    }

    /**
     * Notes what was done without a request, within the transaction that does it.
     *
     * @param who did it, such as a schedule
     * @param method by which a user would have done it, as its path
     */
    public void note(Sql sql, String tenant, String who, String method, String path) throws SQLException {
        long line = sql.queryOne(
                        BEGIN, row -> row.bigNumber("id"), clock.instant(), tenant, null, who, method, shown(path))
                .orElseThrow();
        sql.update(END, DONE, null, line);
    }

    /**
     * Notes how it ended.
     *
     * @param made where what it made is, if it made something
     */
    void end(long id, int status, @Nullable String made) {
        try {
            database.inTransaction(sql -> sql.update(END, status, shown(made), id));
        } catch (DatabaseException e) {
            // The request is done, and its answer must not be lost for this.
            LOG.warnf("line %d of the audit stays without its status: %s", id, e.getMessage());
        }
    }

    private static @Nullable String shown(@Nullable String path) {
        return path == null || path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
    }

    /** A tenant's lines before one, the newest first. */
    List<Line> page(String tenant, long before, int most) {
        return database.inTransaction(sql -> sql.query(
                PAGE,
                row -> new Line(
                        row.bigNumber("id"),
                        row.time("at"),
                        row.text("tenant"),
                        row.uuidOrNull("key_id"),
                        row.text("key_name"),
                        row.text("method"),
                        row.text("path"),
                        row.numberOrNull("status"),
                        row.textOrNull("made")),
                tenant,
                before,
                most));
    }

    /**
     * One request.
     *
     * @param keyId null for what nobody has asked for by a request
     * @param keyName of the key, or what has done it: {@code schedule weekly}
     * @param status null while it is being done, and for ever if the process died in it
     * @param made the path of what it made, if it made something
     */
    record Line(
            long id,
            Instant at,
            String tenant,
            @Nullable UUID keyId,
            String keyName,
            String method,
            String path,
            @Nullable Integer status,
            @Nullable String made) {}
}
