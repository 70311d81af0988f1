package dev.winnow.engine.decoder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Native values of something that is being made: closed, the last one first, unless it is made whole. */
public final class Unfinished implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Takes something into care. */
    public <T> T add(T made, Consumer<T> close) {
        closings.push(() -> close.accept(made));
        return made;
    }

    /** All is made: what was in care here has another owner now. */
    public void keep() {
        closings.clear();
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
    }
}
