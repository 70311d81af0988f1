package dev.winnow.coordinator.events;

import dev.winnow.coordinator.problem.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The streams of one kind that are open here: bounded in number and in what waits for each, and kept awake.
 * Thread-safe.
 *
 * @param <E> what they tell of
 * @param <L> one of them
 */
public final class Listeners<E extends Streamed, L extends StreamListener<E>> {
    private final EventsConfig config;
    private final Clock clock;
    private final Set<L> open = ConcurrentHashMap.newKeySet();
    private volatile Instant lastBeat = Instant.EPOCH;

    /** None yet. */
    public Listeners(EventsConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Opens one. Empty is a sign of life. A subscriber who falls behind by more than the buffer gets a failure.
     *
     * @param made makes it
     * @param begin tells it how things are now
     * @throws dev.winnow.coordinator.problem.ProblemException 429 if there are too many
     */
    public Multi<Optional<E>> open(Function<MultiEmitter<? super Optional<E>>, L> made, Consumer<L> begin) {
        if (open.size() >= config.listeners()) {
            throw Problem.of(429, "too_many_listeners", "too many event streams are open")
                    .limit(config.listeners())
                    .remedy("close some, ask another replica, or raise winnow.events.listeners")
                    .exception();
        }
        return Multi.createFrom()
                .<Optional<E>>emitter(
                        emitter -> {
                            L listener = made.apply(emitter);
                            // Heard from now on, and only then read: nothing falls in between.
                            open.add(listener);
                            emitter.onTermination(() -> open.remove(listener));
                            begin.accept(listener);
                        },
                        BackPressureStrategy.IGNORE)
                .onOverflow()
                .buffer(config.buffer());
    }

    /** Those that are open now. */
    public Set<L> all() {
        return Collections.unmodifiableSet(open);
    }

    /**
     * Gives a sign of life where it is time for one.
     *
     * @return whether it was
     */
    public boolean beat() {
        if (clock.instant().isBefore(lastBeat.plus(config.heartbeat()))) {
            return false;
        }
        lastBeat = clock.instant();
        open.forEach(StreamListener::beat);
        return true;
    }
}
