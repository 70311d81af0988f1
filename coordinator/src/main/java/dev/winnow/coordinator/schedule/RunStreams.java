package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.events.EventsConfig;
import dev.winnow.coordinator.events.Listeners;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Streams of what becomes of a schedule's runs that are open here. Runs are few and slow, so their rows are read once a
 * second while somebody listens, whichever coordinator has moved them: no notices go round. Thread-safe.
 */
@Singleton
class RunStreams {
    private static final Logger LOG = Logger.getLogger(RunStreams.class);

    private static final int FIRST = 100;

    private final Schedules schedules;
    private final RunLooks looks;
    private final EventsConfig config;
    private final Listeners<RunNow, RunListener> listeners;

    RunStreams(Schedules schedules, RunLooks looks, EventsConfig config, Clock clock) {
        this.schedules = schedules;
        this.looks = looks;
        this.config = config;
        this.listeners = new Listeners<>(config, clock);
    }

    /**
     * Opens a stream: how things are now, or what has come since that event, then what moves, until the schedule is
     * deleted.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException 404 if the tenant has no such one
     */
    Multi<Optional<RunNow>> open(String tenant, String schedule, @Nullable String lastEventId) {
        UUID id = schedules.find(tenant, schedule).id();
        return listeners.open(
                emitter -> new RunListener(id, emitter),
                listener -> listener.begin(looks.first(id, lastEventId, Math.min(FIRST, config.buffer()))));
    }

    /** How many streams are open. */
    int open() {
        return listeners.all().size();
    }

    /** Tells what has moved; once a second. */
    void round() {
        if (listeners.all().isEmpty()) {
            return;
        }
        listeners.beat();
        try {
            listeners.all().stream()
                    .filter(RunListener::isBegun)
                    .collect(Collectors.groupingBy(RunListener::schedule))
                    .forEach(this::tell);
        } catch (DatabaseException e) {
            LOG.debugf("listeners are told later: %s", e.getMessage());
        }
    }

    // One look for all who follow it.
    private void tell(UUID schedule, List<RunListener> following) {
        long last = following.stream().mapToLong(RunListener::last).min().orElseThrow();
        Set<Long> awaited = following.stream()
                .flatMap(listener -> listener.awaited().stream())
                .collect(Collectors.toSet());
        looks.since(schedule, last, awaited)
                .ifPresentOrElse(
                        runs -> following.forEach(listener -> listener.tell(runs)),
                        () -> following.forEach(RunListener::end)); // deleted meanwhile
    }
}
