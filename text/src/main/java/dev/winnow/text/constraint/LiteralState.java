package dev.winnow.text.constraint;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Inside one of several literal values, or before it. The trie of the values knows nothing of what follows and is
 * shared by all places of an output where they may stand: a long {@code enum} in a list of many items is held once.
 *
 * @param literals the place among the values, as if they were the whole output
 */
record LiteralState(TokenTrie trie, State literals, State after) implements State {
    @Override
    public @Nullable State step(int value) {
        State next = literals.step(value);
        if (next == null) {
            return literals.complete() ? after.step(value) : null;
        }
        return next instanceof OutputEnd ? after : new LiteralState(trie, next, after);
    }

    @Override
    public Ending ending() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (Ending own = literals.ending(); own != Ending.HERE; own = own.skip(1)) {
            rest.write(own.first());
        }
        return Ending.of(rest.toByteArray(), after.ending(), trie);
    }

    @Override
    public int forced() {
        return literals.forced();
    }

    @Override
    public boolean complete() {
        return literals.complete() && after.complete();
    }
}
