package dev.winnow.text.constraint;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * An object that is open at one place of an output: its values, and what follows its brace. Takes memory only for the
 * properties that were turned to. Thread-safe.
 */
final class ObjectFrame {
    private final Frames frames;
    private final Keys keys;
    private final State after;

    // By property, made when first asked for. Two threads may both make one; what they make is alike.
    private final ConcurrentMap<Integer, State> values = new ConcurrentHashMap<>(2);
    private final ConcurrentMap<Integer, Ending> keyEndings = new ConcurrentHashMap<>(2);
    private volatile @Nullable Ending closing;

    ObjectFrame(Frames frames, Keys keys, State after) {
        this.frames = frames;
        this.keys = keys;
        this.after = after;
    }

    State start() {
        // From the back, so that each ending finds what follows it ready: otherwise they would recurse through all.
        for (int i = keys.count() - 1; i >= 0; i--) {
            if (keys.property(i).required()) {
                keyEnding(i);
            }
        }
        return new ObjectState(this, 0, ObjectState.Place.BEFORE_BRACE, keys.root());
    }

    Keys keys() {
        return keys;
    }

    State after() {
        return after;
    }

    /** Before the value of a property. */
    State value(int property) {
        State known = values.get(property);
        if (known == null) {
            State next = new ObjectState(this, property + 1, ObjectState.Place.AFTER_VALUE, keys.root());
            State made = frames.enter(keys.property(property).shape(), next);
            known = values.putIfAbsent(property, made);
            known = known == null ? made : known;
        }
        return known;
    }

    /** The nearest end by way of a property, from the quote of its key on. */
    Ending keyEnding(int property) {
        Ending known = keyEndings.get(property);
        if (known == null) {
            known = Ending.of(keys.text(property), value(property).ending(), frames.trie());
            keyEndings.put(property, known);
        }
        return known;
    }

    /** The brace and the nearest end behind it. */
    Ending closing() {
        Ending known = closing;
        if (known == null) {
            known = before('}', after.ending());
            closing = known;
        }
        return known;
    }

    Ending before(int value, Ending rest) {
        return Ending.of(value, rest, frames.trie());
    }
}
