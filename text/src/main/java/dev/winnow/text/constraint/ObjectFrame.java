package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.schema.Shape.ObjectShape;
import dev.winnow.text.schema.Shape.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** An object that is open at one place of an output: which properties may come next, and what follows its brace. */
final class ObjectFrame {
    private final Frames frames;
    private final List<Property> properties;
    private final State after;

    // By property, made when first asked for.
    private final AtomicReferenceArray<State> values;
    private final AtomicReferenceArray<State> afterValues;

    ObjectFrame(Frames frames, ObjectShape shape, State after) {
        this.frames = frames;
        this.properties = shape.properties();
        this.after = after;
        this.values = new AtomicReferenceArray<>(properties.size());
        this.afterValues = new AtomicReferenceArray<>(properties.size());
    }

    State start() {
        // From the back, so that each ending finds what follows it ready: otherwise they would recurse through all.
        for (int i = properties.size() - 1; i >= 0; i--) {
            if (properties.get(i).required()) {
                value(i).ending();
            }
        }
        return choiceFrom(0, "{");
    }

    /**
     * The next property, or the brace: nothing that is required may be passed over. The nearest way to the end first.
     */
    private State choiceFrom(int first, String before) {
        List<Choice.Alternative> choices = new ArrayList<>();
        int next = first;
        while (next < properties.size() && !properties.get(next).required()) {
            choices.add(property(next, before));
            next++;
        }
        choices.add(next < properties.size() ? property(next, before) : close(before));
        return new Choice(frames.trie(), choices).start();
    }

    private Choice.Alternative property(int index, String before) {
        String key = before + TextNode.valueOf(properties.get(index).name()) + ":";
        return new Choice.Alternative(key, properties.get(index).required() ? 0 : 1, () -> value(index));
    }

    private Choice.Alternative close(String before) {
        String brace = before.equals("{") ? "{}" : "}";
        return new Choice.Alternative(brace, 0, () -> after);
    }

    private State value(int index) {
        State known = values.get(index);
        if (known != null) {
            return known;
        }
        values.compareAndSet(index, null, frames.enter(properties.get(index).shape(), afterValue(index)));
        return values.get(index);
    }

    private State afterValue(int index) {
        if (afterValues.get(index) == null) {
            afterValues.compareAndSet(index, null, choiceFrom(index + 1, ","));
        }
        return afterValues.get(index);
    }
}
