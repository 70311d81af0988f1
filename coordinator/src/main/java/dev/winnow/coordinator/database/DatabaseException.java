package dev.winnow.coordinator.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement failed. Says whether trying again can help. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = cause.getSQLState();
    }

    /** Whether the statement's own data was refused (too long, not unique, not UTF-8): it will be refused again. */
    public boolean dataRefused() {
        return sqlState != null && (sqlState.startsWith("22") || sqlState.startsWith("23"));
    }

    /** Whether a unique constraint refused a row. */
    public boolean notUnique() {
        return "23505".equals(sqlState);
    }
}
