package dev.winnow.text.constraint;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text of ASCII that must come, punctuation or a literal.
 *
 * @param at how much of it has come, less than all
 */
record Word(TokenTrie trie, String text, int at, State after) implements State {
    static State of(TokenTrie trie, String text, State after) {
        return new Word(trie, text, 0, after);
    }

    @Override
    public @Nullable State step(int value) {
        if (text.charAt(at) != value) {
            return null;
        }
        return at + 1 == text.length() ? after : new Word(trie, text, at + 1, after);
    }

    @Override
    public Ending ending() {
        return Ending.of(text.substring(at).getBytes(StandardCharsets.US_ASCII), after.ending(), trie);
    }

    @Override
    public int forced() {
        return text.charAt(at);
    }
}
