package dev.winnow.coordinator.events;

import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Optional;

/**
 * One open stream. Who extends it remembers what was told, and tells nothing twice.
 *
 * @param <E> what it tells of
 */
public abstract class StreamListener<E extends Streamed> {
    private final MultiEmitter<? super Optional<E>> out;

    /** Speaks to a subscriber; nothing is a sign of life. */
    protected StreamListener(MultiEmitter<? super Optional<E>> out) {
        this.out = out;
    }

    /** Says it. */
    protected final void emit(E event) {
        out.emit(Optional.of(event));
    }

    /** There is nothing more to tell. */
    public final void end() {
        out.complete();
    }

    final void beat() {
        out.emit(Optional.empty());
    }
}
