package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** In an object, outside its keys and values. */
record ObjectState(ObjectFrame frame, Progress progress, Place place) implements State {
    /** Where in an object. */
    enum Place {
        BEFORE_BRACE,
        AFTER_BRACE,
        AFTER_VALUE,
        BEFORE_KEY
    }

    @Override
    public @Nullable State step(int value) {
        return switch (place) {
            case BEFORE_BRACE -> value == '{' ? frame.frames().gap(at(Place.AFTER_BRACE)) : null;
            case AFTER_BRACE -> value == '}' ? end() : key(value);
            case AFTER_VALUE -> value == '}' ? end() : comma(value);
            case BEFORE_KEY -> key(value);
        };
    }

    private ObjectState at(Place other) {
        return new ObjectState(frame, progress, other);
    }

    private @Nullable State end() {
        return frame.rules().mayEnd(progress) ? frame.after() : null;
    }

    private @Nullable State comma(int value) {
        return value == ',' && frame.keys(progress) != null ? frame.frames().gap(at(Place.BEFORE_KEY)) : null;
    }

    private @Nullable State key(int value) {
        State keys = value == '"' ? frame.keys(progress) : null;
        return keys == null ? null : keys.step(value);
    }

    @Override
    public Ending ending() {
        boolean mayEnd = frame.rules().mayEnd(progress);
        return switch (place) {
            case BEFORE_BRACE -> frame.before('{', at(Place.AFTER_BRACE).ending());
            case AFTER_BRACE -> mayEnd ? frame.closing() : frame.anyKeyEnding(progress);
            case AFTER_VALUE -> mayEnd ? frame.closing() : frame.before(',', frame.anyKeyEnding(progress));
            case BEFORE_KEY -> frame.anyKeyEnding(progress);
        };
    }

    @Override
    public int forced() {
        boolean mayEnd = place != Place.BEFORE_KEY && frame.rules().mayEnd(progress);
        boolean mayGoOn = frame.keys(progress) != null;
        if (mayEnd) {
            return mayGoOn ? NO_BYTE : place == Place.BEFORE_BRACE ? '{' : '}';
        }
        boolean oneWay =
                KeyState.choices(frame.rules(), progress, frame.rules().keys().root()) == 1
                        && frame.keys(progress) instanceof KeyState;
        if (!oneWay) {
            return NO_BYTE;
        }
        return switch (place) {
            case BEFORE_BRACE -> '{';
            case AFTER_VALUE -> ',';
            case AFTER_BRACE, BEFORE_KEY -> '"';
        };
    }
}
