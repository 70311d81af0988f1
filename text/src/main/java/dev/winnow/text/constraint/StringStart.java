package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** Before a string. */
record StringStart(StringState begun) implements State {
    @Override
    public @Nullable State step(int value) {
        return value == '"' ? begun : null;
    }

    @Override
    public Ending ending() {
        return Ending.of('"', begun.ending(), begun.frame().ways().trie());
    }

    /** Forced where the string may be anything, or is known: otherwise its first word may begin in the same token. */
    @Override
    public int forced() {
        TextWays ways = begun.frame().ways();
        return ways.isAny() || ways.acceptor().isSingle(begun.place()) ? '"' : NO_BYTE;
    }
}
