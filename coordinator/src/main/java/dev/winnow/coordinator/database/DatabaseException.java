package dev.winnow.coordinator.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement failed. Says whether trying again can help. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    /** Takes what JDBC says. */
    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = cause.getSQLState();
    }

    /** Whether the statement's own data was refused (too long, not unique, not UTF-8): it will be refused again. */
    public boolean dataRefused() {
        return dataRefused(sqlState);
    }

    static boolean dataRefused(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("22") || sqlState.startsWith("23"));
    }

    /**
     * Whether the database was not reached, went down, or had no room: what others meant to say did not get through.
     */
    public boolean away() {
        // A pool that finds no connection in time gives no state.
        return sqlState == null || sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("53");
    }

    /** Whether the transaction was ended in favour of another one; run again, it may well succeed. */
    boolean lostAgainstAnother() {
        return "40P01".equals(sqlState) || "40001".equals(sqlState);
    }

    /** Whether a unique constraint refused a row. */
    public boolean notUnique() {
        return "23505".equals(sqlState);
    }
}
