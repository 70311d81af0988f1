package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * In an object, outside its values.
 *
 * @param first the first property that may still come
 * @param node how far the key has come; its root where none has begun
 */
record ObjectState(ObjectFrame frame, int first, Place place, Keys.Node node) implements State {
    /** Where in an object. */
    enum Place {
        BEFORE_BRACE,
        AFTER_BRACE,
        AFTER_VALUE,
        IN_KEY
    }

    @Override
    public @Nullable State step(int value) {
        return switch (place) {
            case BEFORE_BRACE -> value == '{' ? at(Place.AFTER_BRACE) : null;
            case AFTER_BRACE -> value == '}' ? end() : key(value);
            case AFTER_VALUE -> value == '}' ? end() : comma(value);
            case IN_KEY -> key(value);
        };
    }

    private ObjectState at(Place other) {
        return new ObjectState(frame, first, other, node);
    }

    private @Nullable State end() {
        return frame.keys().mayEnd(first) ? frame.after() : null;
    }

    private @Nullable State comma(int value) {
        return value == ',' && frame.keys().choices(node, first) > 0 ? at(Place.IN_KEY) : null;
    }

    private @Nullable State key(int value) {
        Keys.Node child = node.child(value);
        if (child == null || frame.keys().choices(child, first) == 0) {
            return null;
        }
        return child.property() >= 0
                ? frame.value(child.property())
                : new ObjectState(frame, first, Place.IN_KEY, child);
    }

    @Override
    public Ending ending() {
        return switch (place) {
            case BEFORE_BRACE -> frame.before('{', at(Place.AFTER_BRACE).ending());
            case AFTER_BRACE -> frame.keys().mayEnd(first) ? frame.closing() : keyEnding();
            case AFTER_VALUE -> frame.keys().mayEnd(first) ? frame.closing() : frame.before(',', keyEnding());
            case IN_KEY -> keyEnding();
        };
    }

    private Ending keyEnding() {
        return frame.keyEnding(frame.keys().nearest(node, first)).skip(node.depth());
    }

    /**
     * Forced where one way is left. What several keys share in their beginning is not: cut within a word, the model
     * would have to go on from tokens that its tokenizer would not have made.
     */
    @Override
    public int forced() {
        boolean mayEnd = place != Place.IN_KEY && frame.keys().mayEnd(first);
        if (frame.keys().choices(node, first) + (mayEnd ? 1 : 0) > 1) {
            return NO_BYTE;
        }
        return switch (place) {
            case BEFORE_BRACE -> '{';
            case AFTER_BRACE -> mayEnd ? '}' : keyEnding().first();
            case AFTER_VALUE -> mayEnd ? '}' : ',';
            case IN_KEY -> keyEnding().first();
        };
    }
}
