package dev.winnow.coordinator.events;

import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The streams that are open here, and what they have yet to be told. Thread-safe. */
@Singleton
class JobStreams {
    private static final Logger LOG = Logger.getLogger(JobStreams.class);

    // Of a tenant's jobs; older ones are told of when they move.
    private static final int FIRST = 100;

    private final Progress progress;
    private final EventsConfig config;
    private final Clock clock;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean lookAtAll = new AtomicBoolean();
    private volatile Instant lastBeat = Instant.EPOCH;

    JobStreams(Progress progress, EventsConfig config, Clock clock) {
        this.progress = progress;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Opens a stream of one job, or of all jobs of the tenant. It begins with how things are now. A subscriber who
     * falls behind by more than the buffer gets a failure.
     */
    Multi<StreamSignal> open(String tenant, @Nullable UUID job) {
        if (listeners.size() >= config.listeners()) {
            throw Problem.of(429, "too_many_listeners", "too many event streams are open")
                    .limit(config.listeners())
                    .remedy("close some, ask another replica, or raise winnow.events.listeners")
                    .exception();
        }
        return Multi.createFrom()
                .<StreamSignal>emitter(
                        emitter -> {
                            Listener listener = new Listener(tenant, job, emitter);
                            // Heard from now on, and only then read: nothing falls in between.
                            listeners.add(listener);
                            emitter.onTermination(() -> listeners.remove(listener));
                            now(tenant, job).forEach(listener::tell);
                        },
                        BackPressureStrategy.IGNORE)
                .onOverflow()
                .buffer(config.buffer());
    }

    private List<JobProgress> now(String tenant, @Nullable UUID job) {
        return job == null
                ? progress.active(tenant, Math.min(FIRST, config.buffer()))
                : List.of(progress.require(tenant, job));
    }

    /** A job has changed, somewhere. */
    void heard(UUID job) {
        if (!listeners.isEmpty()) {
            changed.add(job);
        }
    }

    /** Notices may have been lost. */
    void lookAtAll() {
        lookAtAll.set(true);
    }

    /** How many streams are open. */
    int open() {
        return listeners.size();
    }

    /** Tells what was heard since the last round; once a second. */
    void round() {
        if (listeners.isEmpty()) {
            changed.clear();
            return;
        }
        if (!clock.instant().isBefore(lastBeat.plus(config.heartbeat()))) {
            lastBeat = clock.instant();
            listeners.forEach(Listener::beat);
            lookAtAll();
        }
        try {
            tell();
        } catch (DatabaseException e) {
            LOG.debugf("listeners are told later: %s", e.getMessage());
            lookAtAll();
        }
    }

    private void tell() {
        Set<UUID> jobs = new HashSet<>(changed);
        changed.removeAll(jobs);
        if (lookAtAll.getAndSet(false)) {
            for (Listener listener : listeners) {
                jobs.addAll(listener.awaited());
            }
            listeners.stream()
                    .filter(Listener::isOfTenant)
                    .map(Listener::tenant)
                    .distinct()
                    .forEach(tenant -> progress.active(tenant, FIRST).forEach(job -> jobs.add(job.id())));
        }
        if (!jobs.isEmpty()) {
            for (JobProgress job : progress.of(jobs)) {
                listeners.forEach(listener -> listener.tell(job));
            }
        }
    }
}
