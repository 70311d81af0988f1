package dev.winnow.worker.life;

import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.health.WorkerStatus;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * What becomes of a process whose worker cannot go on. One that never took part stays, so that a launcher can read why;
 * one that did ends, so that its supervisor starts it again.
 */
final class FatalEnd {
    /** The exit status of a worker that took part and was refused later. */
    static final int EXIT_STATUS = 76;

    private static final Logger LOG = Logger.getLogger(FatalEnd.class);

    private final WorkerStatus status;
    private final BooleanSupplier tookPart;
    private final Runnable takeNoMore;
    private final IntConsumer exit;

    /**
     * Takes where the reason is shown and what ends the process.
     *
     * @param tookPart whether the worker has ever been registered
     * @param takeNoMore gives unclaimed deliveries back and takes no others, which would wait here for ever
     * @param exit ends the process in good order with a status; it does not wait
     */
    FatalEnd(WorkerStatus status, BooleanSupplier tookPart, Runnable takeNoMore, IntConsumer exit) {
        this.status = status;
        this.tookPart = tookPart;
        this.takeNoMore = takeNoMore;
        this.exit = exit;
    }

    /** The worker could not start. */
    void failed(String why) {
        LOG.fatal(why);
        status.failed(why);
    }

    /** The coordinator refuses the worker. */
    void refused(WorkerRefusedException refusal) {
        failed(String.valueOf(refusal.getMessage()));
        takeNoMore.run();
        if (tookPart.getAsBoolean() && refusal.startingAgainHelps()) {
            exit.accept(EXIT_STATUS);
        }
    }
}
