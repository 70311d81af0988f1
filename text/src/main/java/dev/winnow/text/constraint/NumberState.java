package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** Inside a number, or before it. It ends where what follows it begins: JSON has no mark for its end. */
record NumberState(NumberWays ways, Digits digits, State after) implements State {
    @Override
    public @Nullable State step(int value) {
        Digits next = digits.step(value);
        if (next != null) {
            return new NumberState(ways, next, after);
        }
        return digits.canEnd() ? after.step(value) : null;
    }

    @Override
    public Ending ending() {
        return ways.ending(digits, after.ending());
    }

    @Override
    public int forced() {
        NumberWays.Way way = ways.way(digits);
        if (!digits.canEnd()) {
            return way.only();
        }
        return way.stuck() ? after.forced() : NO_BYTE;
    }

    @Override
    public boolean complete() {
        return digits.canEnd() && after.complete();
    }
}
