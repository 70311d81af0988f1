package dev.winnow.coordinator.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs transactions. They are local to one connection and have no time limit, as a long upload needs. Thread-safe. */
@Singleton
public class Database {
    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    /**
     * Commits what the work did if it returns, rolls it back if it throws.
     *
     * @throws DatabaseException if a statement or the commit failed; after a failed commit the outcome is unknown
     */
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T answer = work.run(new Sql(connection));
                connection.commit();
                return answer;
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** What one transaction does. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Runs the statements. */
        T run(Sql sql) throws SQLException;
    }
}
