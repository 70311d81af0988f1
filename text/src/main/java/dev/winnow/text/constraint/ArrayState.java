package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** In an array, outside its items. */
record ArrayState(ArrayFrame frame, ArrayFrame.Count count, Place place) implements State {
    /** Where in an array. */
    enum Place {
        BEFORE_BRACKET,
        AFTER_BRACKET,
        AFTER_ITEM
    }

    @Override
    public @Nullable State step(int value) {
        if (place == Place.BEFORE_BRACKET) {
            return value == '[' ? frame.frames().gap(at(Place.AFTER_BRACKET)) : null;
        }
        if (value == ']') {
            return frame.mayEnd(count) ? frame.after() : null;
        }
        if (!frame.hasItem(count)) {
            return null;
        }
        if (place == Place.AFTER_BRACKET) {
            return frame.item(count).step(value);
        }
        return value == ',' ? frame.frames().gap(frame.item(count)) : null;
    }

    private ArrayState at(Place other) {
        return new ArrayState(frame, count, other);
    }

    @Override
    public Ending ending() {
        boolean mayEnd = frame.mayEnd(count);
        return switch (place) {
            case BEFORE_BRACKET -> frame.before('[', at(Place.AFTER_BRACKET).ending());
            case AFTER_BRACKET -> mayEnd ? frame.closing() : frame.itemEnding(count);
            case AFTER_ITEM -> mayEnd ? frame.closing() : frame.before(',', frame.itemEnding(count));
        };
    }

    @Override
    public int forced() {
        boolean mayEnd = frame.mayEnd(count);
        boolean mayGoOn = frame.hasItem(count);
        return switch (place) {
            case BEFORE_BRACKET -> mayEnd && mayGoOn ? NO_BYTE : '[';
            case AFTER_BRACKET ->
                mayEnd ? mayGoOn ? NO_BYTE : ']' : frame.item(count).forced();
            case AFTER_ITEM -> mayEnd ? mayGoOn ? NO_BYTE : ']' : ',';
        };
    }
}
