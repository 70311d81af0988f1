package dev.winnow.coordinator.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs transactions. They are local to one connection and have no time limit, as a long upload needs. Thread-safe. */
@Singleton
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);

    // Whoever wins goes on, so a few attempts are enough unless many fight for the same rows all the time.
    private static final int ATTEMPTS = 5;

    private static final long PAUSE_MILLIS = 20;

    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    /**
     * Commits what the work did if it returns, rolls it back if it throws. Work that lost against another transaction
     * (deadlock, serialization) is run again from its start, so it must not leave anything behind but by its
     * statements.
     *
     * @throws DatabaseException if a statement or the commit failed; after a failed commit the outcome is unknown
     */
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return inOneTransaction(work);
            } catch (DatabaseException e) {
                // The server has rolled it back, and the other one goes on: nothing is known to be wrong.
                if (!e.lostAgainstAnother() || attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debugf("a transaction lost against another one and is run again: %s", e.getMessage());
                giveWay(attempt, e);
            }
        }
    }

    // At once it would take the rows back before the winner has woken up, and lose or win the same fight again.
    private static void giveWay(int attempt, DatabaseException lost) {
        try {
            Thread.sleep(attempt * ThreadLocalRandom.current().nextLong(PAUSE_MILLIS, 2 * PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost;
        }
    }

    /**
     * The same for work that can be run only once, as it reads a stream.
     *
     * @throws DatabaseException if a statement or the commit failed; after a failed commit the outcome is unknown
     */
    public <T extends @Nullable Object> T inOneTransaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Sql sql = new Sql(connection);
                T answer = work.run(sql);
                connection.commit();
                sql.committed();
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
