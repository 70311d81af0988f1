package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** Inside a number, or before it. It ends where what follows it begins: JSON has no mark for its end. */
record NumberState(NumberPlace place, State after) implements State {
    @Override
    public @Nullable State step(int value) {
        NumberPlace next = place.step(value);
        if (next != null) {
            return new NumberState(next, after);
        }
        return place.canEnd() ? after.step(value) : null;
    }

    @Override
    public Ending ending() {
        return place.ending(after.ending());
    }

    @Override
    public int forced() {
        if (!place.canEnd()) {
            return place.only();
        }
        return place.stuck() ? after.forced() : NO_BYTE;
    }

    @Override
    public boolean complete() {
        return place.canEnd() && after.complete();
    }
}
