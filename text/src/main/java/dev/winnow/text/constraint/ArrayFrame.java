package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape.ArrayShape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** An array that is open at one place of an output: how many items it has, and what follows its bracket. */
final class ArrayFrame {
    private final Frames frames;
    private final ArrayShape shape;
    private final State after;

    // By how many items come before; made when first asked for.
    private final ConcurrentMap<Integer, State> items = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, State> afterItems = new ConcurrentHashMap<>();

    ArrayFrame(Frames frames, ArrayShape shape, State after) {
        this.frames = frames;
        this.shape = shape;
        this.after = after;
    }

    State start() {
        // From the back, so that each ending finds what follows it ready: otherwise they would recurse through all.
        for (int before = shape.minItems() - 1; before >= 0; before--) {
            item(before).ending();
        }
        List<Choice.Alternative> choices = new ArrayList<>();
        if (shape.minItems() == 0) {
            choices.add(new Choice.Alternative("[]", 0, () -> after));
        }
        choices.add(new Choice.Alternative("[", 1, () -> item(0)));
        return new Choice(frames.trie(), choices).start();
    }

    private State item(int before) {
        State known = items.get(before);
        if (known == null) {
            items.putIfAbsent(before, frames.enter(shape.items(), afterItem(distinct(before + 1))));
            known = items.get(before);
        }
        return known;
    }

    /** Without an upper bound, all counts from the least on are alike. */
    private int distinct(int count) {
        return shape.maxItems() == Integer.MAX_VALUE ? Math.min(count, Math.max(1, shape.minItems())) : count;
    }

    private State afterItem(int count) {
        State known = afterItems.get(count);
        if (known == null) {
            List<Choice.Alternative> choices = new ArrayList<>();
            if (count >= shape.minItems()) {
                choices.add(new Choice.Alternative("]", 0, () -> after));
            }
            if (count < shape.maxItems()) {
                choices.add(new Choice.Alternative(",", 1, () -> item(count)));
            }
            afterItems.putIfAbsent(count, new Choice(frames.trie(), choices).start());
            known = afterItems.get(count);
        }
        return known;
    }
}
