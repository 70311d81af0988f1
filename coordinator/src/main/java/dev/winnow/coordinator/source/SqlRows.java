package dev.winnow.coordinator.source;

import dev.winnow.coordinator.source.SourceConfig.SqlDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query, fetched some at a time, within the time that the source's operator gives. PostgreSQL is asked
 * by a cursor of its own: its driver counts what it has received of a whole portal, and not of a fetch, and only a
 * statement of its own is cancelled by the driver whatever the query has made of the server's time limit.
 */
final class SqlRows implements SourceRows {
    /** Rows of a fetch. */
    static final int FETCH = 32;

    private static final String FETCH_NEXT = "fetch forward " + FETCH + " from winnow_rows";

    private static final Logger LOG = Logger.getLogger(SqlRows.class);

    private final SqlRequest request;
    private final Connection connection;
    private final Statement statement;
    private final boolean byCursor;
    private final Map<String, Integer> columns;
    private final Duration timeout;
    private final long begun = System.nanoTime();
    private ResultSet rows;
    private int fetched;

    private SqlRows(SqlRequest request, SqlDatabase database, Connection connection) throws SQLException {
        this.request = request;
        this.timeout = database.timeout();
        this.connection = connection;
        this.byCursor = SourceConnections.isPostgresql(database);
        this.statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        // A question mark or a brace is the query's own.
        statement.setEscapeProcessing(false);
        if (byCursor) {
            limitTime();
            statement.execute("declare winnow_rows no scroll cursor for " + request.statement());
            this.rows = fetch();
        } else {
            statement.setFetchSize(FETCH);
            limitTime();
            this.rows = statement.executeQuery(request.statement());
        }
        this.columns = columns(request, rows.getMetaData());
    }

    private ResultSet fetch() throws SQLException {
        limitTime();
        fetched = 0;
        return statement.executeQuery(FETCH_NEXT);
    }

    private void limitTime() throws SQLException {
        long left = timeout.toSeconds()
                - Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        statement.setQueryTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE / 1000, left)));
    }

    /** Asks; the connection is closed with the rows, or here if it comes to none. */
    static SqlRows open(SqlRequest request, SqlDatabase database, Connection connection) {
        boolean opened = false;
        try {
            SqlRows all = new SqlRows(request, database, connection);
            opened = true;
            return all;
        } catch (SQLException e) {
            throw SqlFailure.of(e, request, database.timeout());
        } finally {
            if (!opened) {
                close(connection);
            }
        }
    }

    private static Map<String, Integer> columns(SqlRequest request, ResultSetMetaData found) throws SQLException {
        Map<String, Integer> byName = new LinkedHashMap<>();
        for (int column = 1; column <= found.getColumnCount(); column++) {
            byName.putIfAbsent(found.getColumnLabel(column), column);
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        request.columns().forEach((field, name) -> {
            Integer column = byName.get(name);
            if (column == null) {
                throw request.fields()
                        .refused(
                                "unknown_column",
                                "columns/" + field,
                                "the query has no column '%s' for a row's %s".formatted(name, field),
                                "its columns are %s: name one, or let the query call it so"
                                        .formatted(String.join(", ", byName.keySet())));
            }
            columns.put(field, column);
        });
        return columns;
    }

    @Override
    public String name() {
        return request.source() + "'s rows";
    }

    @Override
    public @Nullable SourceRow next() {
        try {
            if (System.nanoTime() - begun > timeout.toNanos()) {
                throw SqlFailure.tooLong(request, timeout);
            }
            if (!advance()) {
                return null;
            }
            return new SourceRow(
                    text(SqlRequest.INSTRUCTION), text(SqlRequest.INPUT), text(SqlRequest.OUTPUT), null, null);
        } catch (SQLException e) {
            throw SqlFailure.of(e, request, timeout);
        }
    }

    private boolean advance() throws SQLException {
        boolean there = rows.next();
        if (!there && byCursor && fetched == FETCH) {
            rows = fetch();
            there = rows.next();
        }
        fetched += there ? 1 : 0;
        return there;
    }

    private @Nullable String text(String field) throws SQLException {
        Integer column = columns.get(field);
        return column == null ? null : rows.getString(column);
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debugf("a connection to a source ends badly: SQL state %s", e.getSQLState());
        }
    }
}
