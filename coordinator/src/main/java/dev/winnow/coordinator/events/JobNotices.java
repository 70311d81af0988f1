package dev.winnow.coordinator.events;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what all coordinators tell of their jobs, on a connection of its own, from the first stream on. When the
 * database was away it connects again, and has everything looked at that may have been missed. Thread-safe.
 */
@Singleton
class JobNotices {
    private static final Logger LOG = Logger.getLogger(JobNotices.class);
    private static final int WAIT_MILLIS = 1_000;
    private static final int QUIET_WAITS = 15;
    private static final int ALIVE_SECONDS = 5;
    private static final String LISTEN = "listen " + JobChanges.CHANNEL;

    private final DataSource source;
    private final JobStreams streams;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    JobNotices(DataSource source, JobStreams streams) {
        this.source = source;
        this.streams = streams;
    }

    /** Begins to listen, if it does not yet. */
    synchronized void listen() {
        if (thread == null) {
            thread = new Thread(this::run, "job-notices");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.join(TimeUnit.SECONDS.toMillis(2 * ALIVE_SECONDS));
        }
    }

    private void run() {
        try {
            do {
                hearUntilBroken();
            } while (!stopped.await(WAIT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hearUntilBroken() {
        try (Connection connection = source.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LISTEN);
                streams.lookAtAll();
                try {
                    hear(connection, statement);
                } finally {
                    // Through the pool's own wrapper: a connection that broke while it was heard fails here again, so
                    // that the pool learns of it and gives it to nobody.
                    statement.execute("unlisten *");
                }
            }
        } catch (SQLException e) {
            LOG.warnf("notices of jobs are not heard, another attempt follows: %s", e.getMessage());
        }
    }

    private void hear(Connection connection, Statement statement) throws SQLException {
        PGConnection notices = connection.unwrap(PGConnection.class);
        int quiet = 0;
        while (stopped.getCount() > 0) {
            PGNotification[] heard = notices.getNotifications(WAIT_MILLIS);
            if (heard != null && heard.length > 0) {
                quiet = 0;
                for (PGNotification notice : heard) {
                    streams.heard(UUID.fromString(notice.getParameter()));
                }
            } else if (++quiet % QUIET_WAITS == 0) {
                // A server that vanished without a word would be waited for for ever.
                if (!connection.isValid(ALIVE_SECONDS)) {
                    throw new SQLException("the connection has died");
                }
                // Whoever looks at the server's sessions sees by the last statement what this one is for.
                statement.execute(LISTEN);
            }
        }
    }
}
