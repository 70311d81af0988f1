package dev.winnow.coordinator.training;

import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.events.EventsConfig;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Streams of how trainings go that are open here. Trainings are few and slow, so their rows are read once a second
 * while somebody listens, whichever coordinator hears of them: no notices go round. Thread-safe.
 */
@Singleton
class TrainingStreams {
    private static final Logger LOG = Logger.getLogger(TrainingStreams.class);

    private final Trainings trainings;
    private final EventsConfig config;
    private final Clock clock;
    private final Set<TrainingListener> listeners = ConcurrentHashMap.newKeySet();
    private volatile Instant lastBeat = Instant.EPOCH;

    TrainingStreams(Trainings trainings, EventsConfig config, Clock clock) {
        this.trainings = trainings;
        this.config = config;
        this.clock = clock;
    }

    /** How it is with a training; the problem that there is none. */
    TrainingNow now(String tenant, UUID training) {
        return TrainingNow.of(trainings.find(tenant, training));
    }

    /**
     * Opens a stream: how the training is now, then what moves, until it is over. Empty is a sign of life. A subscriber
     * who falls behind by more than the buffer gets a failure.
     */
    Multi<Optional<TrainingNow>> open(String tenant, UUID training) {
        if (listeners.size() >= config.listeners()) {
            throw Problem.of(429, "too_many_listeners", "too many event streams are open")
                    .limit(config.listeners())
                    .remedy("close some, ask another replica, or raise winnow.events.listeners")
                    .exception();
        }
        return Multi.createFrom()
                .<Optional<TrainingNow>>emitter(
                        emitter -> {
                            TrainingListener listener = new TrainingListener(tenant, training, emitter);
                            listeners.add(listener);
                            emitter.onTermination(() -> listeners.remove(listener));
                            tell(new Watched(tenant, training), List.of(listener));
                        },
                        BackPressureStrategy.IGNORE)
                .onOverflow()
                .buffer(config.buffer());
    }

    /** How many streams are open. */
    int open() {
        return listeners.size();
    }

    /** Tells what has moved; once a second. */
    void round() {
        if (listeners.isEmpty()) {
            return;
        }
        if (!clock.instant().isBefore(lastBeat.plus(config.heartbeat()))) {
            lastBeat = clock.instant();
            listeners.forEach(TrainingListener::beat);
        }
        try {
            listeners.stream()
                    .collect(Collectors.groupingBy(listener -> new Watched(listener.tenant(), listener.training())))
                    .forEach(this::tell);
        } catch (DatabaseException e) {
            LOG.debugf("listeners are told later: %s", e.getMessage());
        }
    }

    // One look for all who follow it.
    private void tell(Watched watched, List<TrainingListener> following) {
        TrainingNow now;
        try {
            now = now(watched.tenant(), watched.training());
        } catch (ProblemException e) {
            following.forEach(TrainingListener::gone); // deleted meanwhile
            return;
        }
        following.forEach(listener -> listener.tell(now));
    }

    private record Watched(String tenant, UUID training) {}
}
