package dev.winnow.coordinator.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The statements of one transaction. Parameters are bound by position. Not thread-safe. */
public final class Sql {
    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement that returns no rows, and says how many it touched. */
    public int update(String statement, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /** Runs a query whose rows all fit in memory. */
    public <T> List<T> query(String statement, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement prepared = prepare(statement, parameters);
                var rows = prepared.executeQuery()) {
            List<T> answer = new ArrayList<>();
            Row row = new Row(rows);
            while (rows.next()) {
                answer.add(reader.read(row));
            }
            return answer;
        }
    }

    /** Runs a query for at most one row. */
    public <T> Optional<T> queryOne(String statement, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        List<T> rows = query(statement, reader, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException("expected one row, got " + rows.size() + " from: " + statement);
        }
        return rows.stream().findFirst();
    }

    /**
     * Runs statements that may be refused for their data, and something else if they are. What the transaction did
     * before them stays; what they did themselves does not.
     */
    public <T> T unlessRefused(Part<T> part, Otherwise<T> otherwise) throws SQLException {
        Savepoint before = connection.setSavepoint();
        int told = afterCommit.size();
        try {
            T answer = part.run();
            connection.releaseSavepoint(before);
            return answer;
        } catch (SQLException e) {
            if (!DatabaseException.dataRefused(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            afterCommit.subList(told, afterCommit.size()).clear();
            return otherwise.run(String.valueOf(e.getMessage()));
        }
    }

    /** Has something done once all of this is committed, and not if it is rolled back. It must not fail. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    /** Begins a COPY into a table; the caller ends or cancels it. */
    public CopyIn copyIn(String statement) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    private PreparedStatement prepare(String statement, @Nullable Object[] parameters) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            bind(prepared, i + 1, parameters[i]);
        }
        return prepared;
    }

    private void bind(PreparedStatement prepared, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Instant instant) {
            prepared.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Integer[] numbers) {
            prepared.setArray(index, connection.createArrayOf("integer", numbers));
        } else if (value instanceof Long[] numbers) {
            prepared.setArray(index, connection.createArrayOf("bigint", numbers));
        } else if (value instanceof Double[] numbers) {
            prepared.setArray(index, connection.createArrayOf("float8", numbers));
        } else if (value instanceof Boolean[] flags) {
            prepared.setArray(index, connection.createArrayOf("boolean", flags));
        } else if (value instanceof String[] texts) {
            prepared.setArray(index, connection.createArrayOf("text", texts));
        } else {
            prepared.setObject(index, value);
        }
    }

    /** A part of what one transaction does. */
    @FunctionalInterface
    public interface Part<T> {
        /** Runs the statements. */
        T run() throws SQLException;
    }

    /** What is done instead of a part that was refused. */
    @FunctionalInterface
    public interface Otherwise<T> {
        /** Runs other statements; the reason is the database's. */
        T run(String reason) throws SQLException;
    }

    /** Turns the row that the result set stands on into an object. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** Reads the current row. */
        T read(Row row) throws SQLException;
    }
}
