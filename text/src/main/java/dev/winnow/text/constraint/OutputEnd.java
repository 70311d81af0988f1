package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** After the last byte. */
record OutputEnd() implements State {
    @Override
    public @Nullable State step(int value) {
        return null;
    }

    @Override
    public Ending ending() {
        return Ending.HERE;
    }

    @Override
    public int forced() {
        return NO_BYTE;
    }

    @Override
    public boolean complete() {
        return true;
    }
}
