package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** Where white space may stand before what comes next, so much of it at most. */
record Gap(int left, State next) implements State {
    @Override
    public @Nullable State step(int value) {
        if (value == ' ' || value == '\n' || value == '\t' || value == '\r') {
            return left > 0 ? new Gap(left - 1, next) : null;
        }
        return next.step(value);
    }

    @Override
    public Ending ending() {
        return next.ending();
    }

    @Override
    public int forced() {
        return NO_BYTE;
    }

    @Override
    public boolean complete() {
        return next.complete();
    }

    @Override
    public State maskKey(int longestToken) {
        return left > longestToken ? new Gap(longestToken + 1, next) : this;
    }
}
