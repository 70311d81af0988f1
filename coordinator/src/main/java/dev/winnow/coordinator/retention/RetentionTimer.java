package dev.winnow.coordinator.retention;

import dev.winnow.coordinator.database.DatabaseException;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks every few seconds whether there is something to delete, and then does it with pauses until there is not. */
@Singleton
class RetentionTimer {
    private static final Logger LOG = Logger.getLogger(RetentionTimer.class);

    private final Retention retention;
    private final RetentionConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);

    RetentionTimer(Retention retention, RetentionConfig config) {
        this.retention = retention;
        this.config = config;
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        try {
            boolean more = retention.runOnce();
            while (more && !stopping.await(config.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                more = retention.runOnce();
            }
        } catch (DatabaseException e) {
            LOG.warnf("deleting goes on later: %s", e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
    }
}
