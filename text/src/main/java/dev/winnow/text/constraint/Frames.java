package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.ShapeSizes;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Opens values: a shape and what follows it become the state in which the value begins. Thread-safe. */
final class Frames {
    private final TokenTrie trie;
    private final Filler filler;
    private final ConcurrentMap<Shape.NumberShape, NumberWays> numbers = new ConcurrentHashMap<>();
    private final ShapeSizes sizes = new ShapeSizes();

    // By identity: the schema's compiler holds equal literals once, and comparing long ones takes time.
    private final IdentityHashMap<Shape, State> literals = new IdentityHashMap<>();
    private final IdentityHashMap<Shape, Keys> keys = new IdentityHashMap<>();

    Frames(TokenTrie trie, Filler filler) {
        this.trie = trie;
        this.filler = filler;
    }

    TokenTrie trie() {
        return trie;
    }

    /** The state before a value of this shape that is followed by that state. */
    State enter(Shape shape, State after) {
        if (shape instanceof Shape.ObjectShape object) {
            return new ObjectFrame(this, keysOf(object), after).start();
        }
        if (shape instanceof Shape.ArrayShape array) {
            return new ArrayFrame(this, array, after).start();
        }
        if (shape instanceof Shape.StringShape string) {
            return new StringFrame(trie, filler, string, after).start();
        }
        if (shape instanceof Shape.NumberShape number) {
            NumberWays ways = numbers.computeIfAbsent(number, one -> new NumberWays(trie, one));
            return new NumberState(ways, ways.start(), after);
        }
        if (shape instanceof Shape.Union union) {
            return new UnionStart(union.alternatives().stream()
                    .map(alternative -> enter(alternative, after))
                    .toList());
        }
        return new LiteralState(trie, literalsOf((Shape.Literals) shape), after);
    }

    private Keys keysOf(Shape.ObjectShape shape) {
        synchronized (keys) {
            return keys.computeIfAbsent(shape, one -> new Keys(shape, sizes));
        }
    }

    private State literalsOf(Shape.Literals shape) {
        synchronized (literals) {
            return literals.computeIfAbsent(shape, one -> choice(shape));
        }
    }

    private State choice(Shape.Literals shape) {
        List<Choice.Alternative> choices = shape.texts().stream()
                .map(text -> new Choice.Alternative(text, 0, OutputEnd::new))
                .toList();
        return new Choice(trie, choices).start();
    }
}
