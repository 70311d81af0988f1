package dev.winnow.text.constraint;

import static java.util.Objects.requireNonNull;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.schema.NumberSet;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.ShapeSizes;
import dev.winnow.text.schema.Values;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens values: what fits, and what follows it, become the state in which the value begins. Thread-safe. */
final class Frames {
    private static final int MOST_KEPT = 50_000;

    private final Spelling spelling;
    private final OutputForm form;

    // By identity: shapes of one schema are made once.
    private final IdentityHashMap<Shape, ObjectRules> objects = new IdentityHashMap<>();
    private final IdentityHashMap<Shape, ArrayRules> arrays = new IdentityHashMap<>();
    private final IdentityHashMap<Values, long[]> sizes = new IdentityHashMap<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final @Nullable Frames plain;

    Frames(Spelling spelling, OutputForm form) {
        this(spelling, form, new Frames(spelling, form, null));
    }

    private Frames(Spelling spelling, OutputForm form, @Nullable Frames plain) {
        this.spelling = spelling;
        this.form = form;
        this.plain = plain;
    }

    /**
     * Whether one more place may be kept for outputs to come: a schema that has itself within has as many as there are
     * ways that documents take.
     */
    boolean mayKeep() {
        return kept.incrementAndGet() < MOST_KEPT;
    }

    /** As these, but with one way only to write a string, so that different texts are different values. */
    Frames plain() {
        return plain == null ? this : plain;
    }

    TokenTrie trie() {
        return spelling.trie();
    }

    OutputForm form() {
        return form;
    }

    /** A state, and the white space that may stand before what it allows. */
    State gap(State state) {
        return form.mostWhiteSpace() == 0 ? state : new Gap(form.mostWhiteSpace(), state);
    }

    /** The state before a value that fits and is followed by that state. */
    State enter(Values values, State after) {
        List<Shape> shapes = values.shapes();
        if (shapes.isEmpty()) {
            throw new IllegalArgumentException("a place without values is not to be entered");
        }
        List<State> states = shapes.stream().map(shape -> enter(shape, after)).toList();
        return states.size() == 1 ? states.get(0) : new UnionStart(states, () -> shortest(values, states));
    }

    /**
     * The kind of value by which an output ends soonest. Values that hold others are asked for their ending only if
     * they are no longer than any that holds none: one that has itself within is longer than what it ends with, and to
     * ask it would lead round in a circle.
     */
    private State shortest(Values values, List<State> states) {
        List<Shape> shapes = values.shapes();
        long[] sizes = sizes(values);
        State best = null;
        State holding = null;
        long plain = Long.MAX_VALUE;
        long held = Long.MAX_VALUE;
        for (int i = 0; i < shapes.size(); i++) {
            if (isOneDigit(shapes.get(i)) && states.get(i).ending().isPossible()) {
                return states.get(i);
            }
            long bytes = sizes[i];
            boolean holds = shapes.get(i) instanceof Shape.ObjectShape || shapes.get(i) instanceof Shape.ArrayShape;
            if (holds && bytes < held) {
                held = bytes;
                holding = states.get(i);
            } else if (!holds) {
                plain = Math.min(plain, bytes);
                best = best == null ? states.get(i) : cheaper(best, states.get(i));
            }
        }
        if (best == null || (holding != null && held <= plain)) {
            return best == null ? requireNonNull(holding) : cheaper(best, requireNonNull(holding));
        }
        return best;
    }

    private long[] sizes(Values values) {
        synchronized (sizes) {
            return sizes.computeIfAbsent(
                    values,
                    one -> one.shapes().stream().mapToLong(ShapeSizes::of).toArray());
        }
    }

    /** Nothing is shorter than a digit, so where there may be one the others are not asked. */
    private static boolean isOneDigit(Shape shape) {
        return shape instanceof Shape.NumberShape number
                && (number.numbers().equals(NumberSet.ANY) || number.numbers().equals(NumberSet.INTEGERS));
    }

    private static State cheaper(State one, State other) {
        return other.ending().cost() < one.ending().cost() ? other : one;
    }

    private State enter(Shape shape, State after) {
        if (shape instanceof Shape.ObjectShape object) {
            return new ObjectFrame(this, rules(object), after).start();
        }
        if (shape instanceof Shape.ArrayShape array) {
            return new ArrayFrame(this, rules(array), after).start();
        }
        if (shape instanceof Shape.StringShape string) {
            return text(string.language(), after).start(string.minLength(), string.maxLength());
        }
        if (shape instanceof Shape.NumberShape number) {
            NumberState plain =
                    new NumberState(spelling.numbers(number.numbers()).start(), after);
            return form.anyNumbers() ? new WrittenNumber(number.numbers(), plain, "", after, spelling.trie()) : plain;
        }
        List<State> words = ((Shape.Literals) shape)
                .texts().stream()
                        .map(text -> Word.of(spelling.trie(), text, after))
                        .toList();
        return words.size() == 1
                ? words.get(0)
                : new UnionStart(
                        words, () -> words.stream().reduce(Frames::cheaper).orElseThrow());
    }

    /** A string of a language that is followed by that state. */
    StringFrame text(Language language, State after) {
        // Where the schema says what is in a string, one way to write it is enough, and more of it is forced.
        boolean needful = plain == null || (!form.needlessEscapes() && !language.isAny());
        return new StringFrame(needful ? spelling.plainTexts(language) : spelling.texts(language), after);
    }

    /** As {@link #text}, written in one way only, so that different texts are different values. */
    StringFrame plainText(Language language, State after) {
        return new StringFrame(spelling.plainTexts(language), after);
    }

    private ObjectRules rules(Shape.ObjectShape shape) {
        synchronized (objects) {
            return objects.computeIfAbsent(shape, one -> new ObjectRules(shape, form.anyOrder()));
        }
    }

    private ArrayRules rules(Shape.ArrayShape shape) {
        synchronized (arrays) {
            return arrays.computeIfAbsent(shape, one -> new ArrayRules(shape));
        }
    }
}
