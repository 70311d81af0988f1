package dev.winnow.coordinator.events;

import dev.winnow.coordinator.database.DatabaseException;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    private final Listeners<JobProgress, JobListener> listeners;
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean lookAtAll = new AtomicBoolean();

    JobStreams(Progress progress, EventsConfig config, Clock clock) {
        this.progress = progress;
        this.config = config;
        this.listeners = new Listeners<>(config, clock);
    }

    /**
     * Opens a stream of one job, or of all jobs of the tenant. It begins with how things are now. A subscriber who
     * falls behind by more than the buffer gets a failure.
     */
    Multi<Optional<JobProgress>> open(String tenant, @Nullable UUID job) {
        return listeners.open(emitter -> new JobListener(tenant, job, emitter), listener -> now(tenant, job)
                .forEach(listener::tell));
    }

    private List<JobProgress> now(String tenant, @Nullable UUID job) {
        return job == null
                ? progress.active(tenant, Math.min(FIRST, config.buffer()))
                : List.of(progress.require(tenant, job));
    }

    /** A job has changed, somewhere. */
    void heard(UUID job) {
        if (!listeners.all().isEmpty()) {
            changed.add(job);
        }
    }

    /** Notices may have been lost. */
    void lookAtAll() {
        lookAtAll.set(true);
    }

    /** How many streams are open. */
    int open() {
        return listeners.all().size();
    }

    /** Tells what was heard since the last round; once a second. */
    void round() {
        if (listeners.all().isEmpty()) {
            changed.clear();
            return;
        }
        if (listeners.beat()) {
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
            for (JobListener listener : listeners.all()) {
                jobs.addAll(listener.awaited());
            }
            listeners.all().stream()
                    .filter(JobListener::isOfTenant)
                    .map(JobListener::tenant)
                    .distinct()
                    .forEach(tenant -> progress.active(tenant, FIRST).forEach(job -> jobs.add(job.id())));
        }
        if (!jobs.isEmpty()) {
            for (JobProgress job : progress.of(jobs)) {
                listeners.all().forEach(listener -> listener.tell(job));
            }
        }
    }
}
