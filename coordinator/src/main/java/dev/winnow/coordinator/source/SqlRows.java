package dev.winnow.coordinator.source;

import dev.winnow.coordinator.source.SourceConfig.SqlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rows of one query, fetched some at a time, within the time that the source's operator gives. */
final class SqlRows implements SourceRows {
    /** Rows of the first fetch; later ones are as many as fit. */
    static final int FETCH = 32;

    private static final Logger LOG = Logger.getLogger(SqlRows.class);

    private final SqlRequest request;
    private final Connection connection;
    private final ResultSet rows;
    private final Map<String, Integer> columns;
    private final Duration timeout;
    private final long begun;

    private SqlRows(SqlRequest request, Duration timeout, long begun, Connection connection, ResultSet rows)
            throws SQLException {
        this.request = request;
        this.timeout = timeout;
        this.begun = begun;
        this.connection = connection;
        this.rows = rows;
        this.columns = columns(request, rows.getMetaData());
    }

    /** Asks; the connection is closed with the rows, or here if it comes to none. */
    static SqlRows open(SqlRequest request, SqlDatabase database, Connection connection) {
        boolean opened = false;
        try {
            long begun = System.nanoTime();
            PreparedStatement statement = connection.prepareStatement(
                    request.statement(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(FETCH);
            statement.setQueryTimeout((int) Math.max(
                    1, Math.min(Integer.MAX_VALUE / 1000, database.timeout().toSeconds())));
            SqlRows all = new SqlRows(request, database.timeout(), begun, connection, statement.executeQuery());
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
            if (!rows.next()) {
                return null;
            }
            return new SourceRow(
                    text(SqlRequest.INSTRUCTION), text(SqlRequest.INPUT), text(SqlRequest.OUTPUT), null, null);
        } catch (SQLException e) {
            throw SqlFailure.of(e, request, timeout);
        }
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
