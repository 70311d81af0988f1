package dev.winnow.coordinator.timer;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Does what a timer is for: not before the application has started, and not where tests do it by hand. What fails
 * (database away) is tried again at the timer's next beat, and keeps nothing else from being done. Thread-safe.
 */
@Singleton
public class TimedWork {
    private static final Logger LOG = Logger.getLogger(TimedWork.class);

    private final DispatchConfig config;
    private volatile boolean started;

    TimedWork(DispatchConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    /**
     * Does some work, or logs that it failed.
     *
     * @param name of the work, as the log should have it: "submitting evaluations"
     */
    public void run(String name, Runnable work) {
        if (!started || !config.automatic()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed and is tried again", name);
        }
    }
}
