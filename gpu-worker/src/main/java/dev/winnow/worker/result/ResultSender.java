package dev.winnow.worker.result;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.worker.racepoint.RacePoint;
import java.util.List;
import org.jboss.logging.Logger;

/** Sends what is due. One thread calls it again and again; between two calls nothing leaves the worker. */
public final class ResultSender {
    private static final Logger LOG = Logger.getLogger(ResultSender.class);

    private final Outbox outbox;
    private final Publisher publisher;
    private final RacePoints<RacePoint> points;

    public ResultSender(Outbox outbox, Publisher publisher, RacePoints<RacePoint> points) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.points = points;
    }

    /** Sends every letter that is due, until one cannot be sent. */
    public void tick() {
        List<Letter> due = outbox.takeDue();
        for (int i = 0; i < due.size(); i++) {
            if (!send(due.get(i))) {
                outbox.notSent(due.subList(i, due.size()));
                return;
            }
        }
    }

    /** Sends one letter; one that can never be sent makes way for smaller ones and holds up no other. */
    private boolean send(Letter letter) {
        try {
            boolean sent = publisher.publish(letter.number(), WireFormat.write(letter.content()), letter.trace());
            if (sent) {
                points.reached(RacePoint.RESULTS_SENT);
            }
            return sent;
        } catch (MessageRefusedException e) {
            LOG.errorf(
                    "results of %s are sent in smaller parts: %s",
                    letter.content().shard(), e.getMessage());
            outbox.tooLarge(letter);
            return true;
        }
    }
}
