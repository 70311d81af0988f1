package dev.winnow.coordinator.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.quartz.utils.ConnectionProvider;

/** Gives Quartz connections of the coordinator's own pool. Thread-safe. */
final class PooledConnections implements ConnectionProvider {
    private final DataSource source;

    PooledConnections(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source.getConnection();
    }

    @Override
    public void initialize() {
        // The pool is there.
    }

    @Override
    public void shutdown() {
        // It is not Quartz's to close.
    }
}
