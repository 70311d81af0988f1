package dev.winnow.worker.result;

import dev.winnow.common.wire.WireFormat;
import java.util.List;

/** Sends what is due. One thread calls it again and again; between two calls nothing leaves the worker. */
public final class ResultSender {
    private final Outbox outbox;
    private final Publisher publisher;

    public ResultSender(Outbox outbox, Publisher publisher) {
        this.outbox = outbox;
        this.publisher = publisher;
    }

    /** Sends every letter that is due, until one cannot be sent. */
    public void tick() {
        List<Letter> due = outbox.takeDue();
        for (int i = 0; i < due.size(); i++) {
            Letter letter = due.get(i);
            if (!publisher.publish(letter.number(), WireFormat.write(letter.content()))) {
                outbox.notSent(due.subList(i, due.size()));
                return;
            }
        }
    }
}
