package dev.winnow.coordinator.recording;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Has results messages recorded, however long that takes. Thread-safe. */
@Singleton
public class ResultConsumer {
    private static final Logger LOG = Logger.getLogger(ResultConsumer.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final GroupCommit recorder;
    private final CountDownLatch stopping = new CountDownLatch(1);

    ResultConsumer(GroupCommit recorder) {
        this.recorder = recorder;
    }

    /**
     * Records one message.
     *
     * @return false if this coordinator stops before it is committed: the broker delivers the message again
     */
    boolean take(byte[] message) {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                recorder.record(message);
                return true;
            } catch (RuntimeException e) {
                LOG.errorf("results wait for the database, next try in %d ms: %s", pause, e);
            }
            if (stops(pause)) {
                return false;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean stops(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
    }
}
