package dev.winnow.coordinator.dispatch;

import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Runs planner, dispatcher and reaper: by a short timer, and at once when something has changed. Does nothing where
 * {@code winnow.dispatch.automatic} is off.
 */
@Singleton
public class DispatchLoop {
    private static final Logger LOG = Logger.getLogger(DispatchLoop.class);

    private final Planner planner;
    private final Dispatcher dispatcher;
    private final Reaper reaper;
    private final Deadlines deadlines;
    private final SingleRun rounds;
    private final boolean automatic;

    DispatchLoop(
            Planner planner,
            Dispatcher dispatcher,
            Reaper reaper,
            Deadlines deadlines,
            ExecutorService executor,
            DispatchConfig config) {
        this.planner = planner;
        this.dispatcher = dispatcher;
        this.reaper = reaper;
        this.deadlines = deadlines;
        this.rounds = new SingleRun(this::dispatch, executor);
        this.automatic = config.automatic();
    }

    /** Something has changed: a job, a worker, a place that got free. Returns at once; many calls make one round. */
    public void signal() {
        if (automatic) {
            rounds.ask();
        }
    }

    void tick() {
        if (automatic) {
            run("reaper", reaper::runOnce);
            run("deadlines", deadlines::runOnce);
            rounds.ask();
        }
    }

    private void dispatch() {
        int sent = 1;
        // What is planned ahead may be less than a large fleet can take.
        while (sent > 0) {
            run("planner", planner::runOnce);
            sent = attempt("dispatcher", dispatcher::runOnce);
        }
    }

    // A round that fails (database away) must not end the timer: the next one tries again.
    private static int attempt(String name, IntSupplier round) {
        try {
            return round.getAsInt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the %s's round failed and is tried again", name);
            return 0;
        }
    }

    private static void run(String name, Runnable round) {
        attempt(name, () -> {
            round.run();
            return 0;
        });
    }
}
