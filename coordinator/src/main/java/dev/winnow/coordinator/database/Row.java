package dev.winnow.coordinator.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a query, by column name. Plain getters insist on a value; those named {@code ...OrNull} do not.
 */
public final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    /** An integer column. */
    public int number(String column) throws SQLException {
        return rows.getInt(column);
    }

    /** A bigint column. */
    public long bigNumber(String column) throws SQLException {
        return rows.getLong(column);
    }

    /** A double precision column. */
    public double real(String column) throws SQLException {
        return rows.getDouble(column);
    }

    /** A boolean column. */
    public boolean flag(String column) throws SQLException {
        return rows.getBoolean(column);
    }

    /** A text column. */
    public String text(String column) throws SQLException {
        return required(column, rows.getString(column));
    }

    /** A text column that may be null. */
    public @Nullable String textOrNull(String column) throws SQLException {
        return rows.getString(column);
    }

    /** A bytea column. */
    public byte[] bytes(String column) throws SQLException {
        return required(column, rows.getBytes(column));
    }

    /** A uuid column. */
    public UUID uuid(String column) throws SQLException {
        return required(column, rows.getObject(column, UUID.class));
    }

    /** A timestamptz column. */
    public Instant time(String column) throws SQLException {
        return required(column, timeOrNull(column));
    }

    /** An integer column that may be null. */
    public @Nullable Integer numberOrNull(String column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : Integer.valueOf(value);
    }

    /** A bigint column that may be null. */
    public @Nullable Long bigNumberOrNull(String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : Long.valueOf(value);
    }

    /** A uuid column that may be null. */
    public @Nullable UUID uuidOrNull(String column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    /** A timestamptz column that may be null. */
    public @Nullable Instant timeOrNull(String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** An integer[] column. */
    public List<Integer> numbers(String column) throws SQLException {
        return List.of((Integer[]) required(column, rows.getArray(column)).getArray());
    }

    /** A uuid[] column. */
    public List<UUID> uuids(String column) throws SQLException {
        return List.of((UUID[]) required(column, rows.getArray(column)).getArray());
    }

    private static <T> T required(String column, @Nullable T value) {
        return Objects.requireNonNull(value, column);
    }
}
