package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import org.jspecify.annotations.Nullable;

/** What a cursor asks about a state: which tokens may come, which must, and where one leads. Thread-safe. */
final class Steps {
    private final Vocabulary vocabulary;
    private final TokenTrie trie;
    private final Masks masks;
    private final ForcedRuns forcedRuns;

    Steps(Vocabulary vocabulary, TextEncoder encoder, TokenTrie trie, TextMasks textMasks) {
        this.vocabulary = vocabulary;
        this.trie = trie;
        this.masks = new Masks(trie, textMasks);
        this.forcedRuns = new ForcedRuns(vocabulary, encoder, trie);
    }

    int maskWords() {
        return (vocabulary.size() + 63) / 64;
    }

    TokenTrie trie() {
        return trie;
    }

    Mask mask(State state) {
        return masks.of(state);
    }

    int[] forced(State state, int remaining) {
        return forcedRuns.of(state, remaining);
    }

    /** The state after a token, null if its bytes may not come. */
    @Nullable
    State after(State state, int token) {
        byte[] bytes = vocabulary.bytes(token);
        if (bytes == null || bytes.length == 0) {
            return null;
        }
        State next = state;
        for (byte value : bytes) {
            next = next.step(value & 0xff);
            if (next == null) {
                return null;
            }
        }
        return next;
    }
}
