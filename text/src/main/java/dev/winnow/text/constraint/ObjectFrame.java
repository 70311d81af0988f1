package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Shape.OtherProperties;
import dev.winnow.text.schema.ShapeSizes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * An object that is open at one place of an output: its values, and what follows its brace. Takes memory only for the
 * properties that were turned to. Thread-safe.
 */
final class ObjectFrame {
    /** Turns that are kept; where properties are counted there may be more than fit into memory. */
    private static final int MOST_TURNS = 4_096;

    private final Frames frames;
    private final ObjectRules rules;
    private final State after;
    private final UsedTexts listed;

    // Made when first asked for. Two threads may both make one; what they make is alike.
    private final ConcurrentMap<Turn, State> values = new ConcurrentHashMap<>(2);
    private final ConcurrentMap<Turn, Ending> keyEndings = new ConcurrentHashMap<>(2);
    private final ConcurrentMap<OtherProperties, State> otherNames = new ConcurrentHashMap<>(2);
    private final ConcurrentMap<OtherProperties, Ending> otherEndings = new ConcurrentHashMap<>(2);
    private final ConcurrentMap<Progress, Ending> freeKeyEndings = new ConcurrentHashMap<>(2);
    private volatile @Nullable Ending closing;

    /** A listed property, and how far the object had come before it. */
    private record Turn(int property, Progress before) {}

    ObjectFrame(Frames frames, ObjectRules rules, State after) {
        this.frames = frames;
        this.rules = rules;
        this.after = after;
        this.listed = rules.listedTexts();
    }

    State start() {
        return new ObjectState(this, Progress.START, ObjectState.Place.BEFORE_BRACE);
    }

    Frames frames() {
        return frames;
    }

    ObjectRules rules() {
        return rules;
    }

    State after() {
        return after;
    }

    /** Behind the key of a listed property. */
    State colon(int property, Progress before) {
        Progress known = known(property, before);
        Turn turn = new Turn(property, known);
        State colon = values.get(turn);
        if (colon == null) {
            State next = afterValue(rules.take(known, property));
            State made = colon(rules.property(property).value(), next);
            colon = values.size() < MOST_TURNS && frames.mayKeep() ? values.putIfAbsent(turn, made) : null;
            colon = colon == null ? made : colon;
        }
        return colon;
    }

    private State colon(dev.winnow.text.schema.Values value, State next) {
        State begun = frames.gap(frames.enter(value, next));
        return frames.gap(Word.of(frames.trie(), ":", begun));
    }

    private State afterValue(Progress progress) {
        return frames.gap(new ObjectState(this, progress, ObjectState.Place.AFTER_VALUE));
    }

    /** Behind the name of a property that is not listed. */
    private State colonOfOther(OtherProperties other, Progress before, String name) {
        return colon(other.value(), afterValue(rules.takeOther(before, name)));
    }

    /** Before the quote of a key that may come next; null if none may. */
    @Nullable
    State keys(Progress progress) {
        List<State> keys = new ArrayList<>();
        if (KeyState.choices(rules, progress, rules.keys().root()) > 0) {
            keys.add(new KeyState(this, progress, rules.keys().root()));
        }
        for (OtherProperties other : rules.shape().others()) {
            if (rules.mayTakeOther(progress, other)) {
                State names = otherNames.computeIfAbsent(other, one -> frames.plainText(one.names(), new OutputEnd())
                        .start(0, Shape.ANY_NUMBER));
                keys.add(new Fresh(listed.and(progress.others()), names, "", new NamedOther(this, other, progress)));
            }
        }
        return StateSet.of(keys);
    }

    /** What follows a name. */
    record NamedOther(ObjectFrame frame, OtherProperties other, Progress before) implements Fresh.Continuation {
        @Override
        public State after(String text) {
            return frame.colonOfOther(other, before, text);
        }

        @Override
        public Ending ending(String text) {
            // Neither the name nor what came before matters for the end where nothing is counted.
            return frame.rules.isPlain()
                    ? frame.otherEndings.computeIfAbsent(
                            other, one -> after(text).ending())
                    : after(text).ending();
        }

        @Override
        public boolean depends() {
            return !frame.rules.isPlain();
        }

        @Override
        public Ending before(int value, Ending rest) {
            return frame.before(value, rest);
        }
    }

    /** The nearest end by way of a listed property, from the quote of its key on. */
    Ending keyEnding(int property, Progress before) {
        Progress known = known(property, before);
        Turn turn = new Turn(property, known);
        Ending ending = keyEndings.get(turn);
        if (ending == null) {
            findEndingsBehind(property, known);
            ending = Ending.of(
                    rules.keys().text(property), colon(property, before).ending(), frames.trie());
            if (keyEndings.size() < MOST_TURNS) {
                keyEndings.put(turn, ending);
            }
        }
        return ending;
    }

    /** From the back, so that each ending finds what follows it ready: otherwise they would recurse through all. */
    private void findEndingsBehind(int property, Progress before) {
        int next = rules.isPlain() ? rules.nextRequired(property + 1) : -1;
        if (next < 0 || keyEndings.containsKey(new Turn(next, known(next, before)))) {
            return;
        }
        for (int i = rules.listed() - 1; i >= next; i--) {
            if (rules.property(i).required()) {
                keyEnding(i, known(i, before));
            }
        }
    }

    /** Where only the first property counts, those before it say nothing. */
    private Progress known(int property, Progress before) {
        return rules.isPlain() ? new Progress(property, 0, before.taken(), before.pending(), before.others()) : before;
    }

    /** The nearest end by way of some key. */
    Ending anyKeyEnding(Progress progress) {
        int nearest = rules.nearest().of(progress);
        if (nearest != NearestProperty.OTHER) {
            return keyEnding(nearest, progress);
        }
        // Each kind of value asks for the end behind it, and that for the one behind the next key: by powers, if not
        // kept.
        Ending ending = freeKeyEndings.get(progress);
        if (ending == null) {
            ending = freeKeyEnding(progress);
            if (freeKeyEndings.size() < MOST_TURNS) {
                freeKeyEndings.put(progress, ending);
            }
        }
        return ending;
    }

    private Ending freeKeyEnding(Progress progress) {
        OtherProperties best = rules.shape().others().stream()
                .filter(other -> rules.mayTakeOther(progress, other))
                .min(Comparator.comparingLong(ShapeSizes::bytes))
                .orElseThrow();
        State names = frames.plainText(best.names(), new OutputEnd()).start(0, Shape.ANY_NUMBER);
        return new Fresh(listed.and(progress.others()), names, "", new NamedOther(this, best, progress)).ending();
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
