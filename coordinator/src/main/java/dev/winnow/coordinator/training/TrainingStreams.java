package dev.winnow.coordinator.training;

import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.events.EventsConfig;
import dev.winnow.coordinator.events.Listeners;
import dev.winnow.coordinator.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    private final Listeners<TrainingNow, TrainingListener> listeners;

    TrainingStreams(Trainings trainings, EventsConfig config, Clock clock) {
        this.trainings = trainings;
        this.listeners = new Listeners<>(config, clock);
    }

    /** How it is with a training; the problem that there is none. */
    TrainingNow now(String tenant, UUID training) {
        return TrainingNow.of(trainings.find(tenant, training));
    }

    /** Opens a stream: how the training is now, then what moves, until it is over. */
    Multi<Optional<TrainingNow>> open(String tenant, UUID training) {
        return listeners.open(
                emitter -> new TrainingListener(tenant, training, emitter),
                listener -> tell(new Watched(tenant, training), List.of(listener)));
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
            following.forEach(TrainingListener::end); // deleted meanwhile
            return;
        }
        following.forEach(listener -> listener.tell(now));
    }

    private record Watched(String tenant, UUID training) {}
}
