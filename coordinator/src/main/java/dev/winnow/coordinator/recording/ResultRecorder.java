package dev.winnow.coordinator.recording;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Records results messages, several in one transaction where several are there. The same message twice, or late,
 * changes nothing. Thread-safe.
 */
@Singleton
@Startup // so that its metrics are there before the first result
public class ResultRecorder {
    private static final Logger LOG = Logger.getLogger(ResultRecorder.class);

    private final Recording recording;
    private final OutputCheck outputs;
    private final ParkedMessages parked;
    private final RacePoints<RacePoint> points;
    private final Counter recorded;
    private final Counter repeated;

    ResultRecorder(
            Recording recording,
            OutputCheck outputs,
            ParkedMessages parked,
            RacePoints<RacePoint> points,
            MeterRegistry meters) {
        this.recording = recording;
        this.outputs = outputs;
        this.parked = parked;
        this.points = points;
        this.recorded = Counter.builder("winnow.results.recorded")
                .description("Items whose result or error was recorded")
                .register(meters);
        this.repeated = Counter.builder("winnow.results.repeated")
                .description("Items that came again after they were recorded")
                .register(meters);
    }

    /**
     * Records or parks one message; either is committed when this returns.
     *
     * @throws DatabaseException if the database is away: try again
     */
    public void record(byte[] body) {
        record(List.of(body));
    }

    /**
     * Records or parks each message; all of it is committed when this returns.
     *
     * @throws DatabaseException if the database is away: try all again
     */
    void record(List<byte[]> bodies) {
        List<Received> readable = new ArrayList<>();
        for (byte[] body : bodies) {
            try {
                readable.add(read(body));
            } catch (MessageRefusedException e) {
                park(body, String.valueOf(e.getMessage()));
            }
        }
        if (!readable.isEmpty() && !recordTogether(readable)) {
            for (Received message : readable) {
                recordAlone(message).ifPresent(reason -> park(message.body(), reason));
            }
        }
    }

    /**
     * Records a message, or says why it can never be recorded as things are. What is recorded is committed when this
     * returns.
     *
     * @throws DatabaseException if the database is away: try again
     */
    Optional<String> recordUnlessRefused(byte[] body) {
        try {
            return recordAlone(read(body));
        } catch (MessageRefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Received read(byte[] body) {
        ResultMessage message = WireFormat.readResult(body);
        if (message instanceof ItemsFinished finished) {
            return new Received(body, outputs.checked(finished));
        }
        throw new MessageRefusedException("a message of this kind is not recorded");
    }

    /** Tries all in one transaction; false if one of them is in the way of the others. */
    private boolean recordTogether(List<Received> messages) {
        try {
            committed(
                    messages,
                    recording.record(messages.stream().map(Received::content).toList()));
            return true;
        } catch (MessageRefusedException e) {
            LOG.debugf("each of %d messages is recorded by itself: %s", messages.size(), e.getMessage());
        } catch (DatabaseException e) {
            if (!e.dataRefused()) {
                throw e;
            }
            LOG.warnf("a result is refused, each is tried by itself: %s", e.getMessage());
        }
        return false;
    }

    private Optional<String> recordAlone(Received message) {
        try {
            committed(List.of(message), recording.recordEach(message.content()));
            return Optional.empty();
        } catch (MessageRefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (DatabaseException e) {
            if (!e.dataRefused()) {
                throw e;
            }
            return Optional.of("the database refuses it: " + e.getMessage());
        }
    }

    private void park(byte[] body, String reason) {
        parked.park(ResultMessage.QUEUE, reason, body);
    }

    private void committed(List<Received> messages, int fresh) {
        points.reached(RacePoint.RESULTS_COMMITTED);
        int items = messages.stream()
                .mapToInt(message -> message.content().items().size())
                .sum();
        recorded.increment(fresh);
        // Twins end with an item without having been sent.
        repeated.increment(Math.max(0, items - fresh));
    }

    @SuppressWarnings("ArrayRecordComponent") // the message as it came, to be parked
    private record Received(byte[] body, ItemsFinished content) {}
}
