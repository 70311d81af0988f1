package dev.winnow.coordinator.recording;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Takes results messages, and acks each after its transaction has committed. */
@ApplicationScoped
public class ResultConsumer {
    private static final Logger LOG = Logger.getLogger(ResultConsumer.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final GroupCommit recorder;
    private final CountDownLatch stopping = new CountDownLatch(1);

    ResultConsumer(GroupCommit recorder) {
        this.recorder = recorder;
    }

    /** Records one message, however long that takes; unsettled messages come again from the broker after a stop. */
    @Incoming("results")
    @Blocking(ordered = false)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    public CompletionStage<Void> take(Message<byte[]> message) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                recorder.record(message.getPayload());
                return message.ack();
            } catch (RuntimeException e) {
                LOG.errorf("results wait for the database, next try in %d ms: %s", pause, e);
            }
            if (stopping.await(pause, TimeUnit.MILLISECONDS)) {
                return message.nack(new IllegalStateException("the coordinator stops before results are recorded"));
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
    }
}
