package dev.winnow.text.constraint;

import java.util.BitSet;

/**
 * The tokens that stay inside a string: whole characters, no quote, no escape, no control character. They are most of a
 * vocabulary, and every string without a bound allows them all, so they are found once. Immutable.
 */
final class TextTokens {
    private final TokenTrie trie;
    private final long[] bits;

    // By node of the trie: whether its token is one, and whether all tokens at and below it are.
    private final BitSet ends = new BitSet();
    private final BitSet wholes = new BitSet();

    TextTokens(TokenTrie trie) {
        this.trie = trie;
        this.bits = new long[(trie.vocabularySize() + 63) / 64];
        mark(TokenTrie.ROOT, CharacterBytes.BETWEEN);
    }

    /** Marks a node and all below it; says whether all of their tokens are text. */
    private boolean mark(int node, int mode) {
        boolean all = true;
        if (trie.token(node) != TokenTrie.NONE) {
            all = mode == CharacterBytes.BETWEEN;
            ends.set(node, all);
            for (int token = trie.token(node); all && token != TokenTrie.NONE; token = trie.twin(token)) {
                bits[token >> 6] |= 1L << (token & 63);
            }
        }
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            int value = trie.label(child);
            // An escape leaves the text as a quote does: it is cheap to walk, and escapes are few.
            int next = value == '\\' || mode == CharacterBytes.DEAD
                    ? CharacterBytes.DEAD
                    : CharacterBytes.next(mode, value);
            all &= mark(child, next);
        }
        wholes.set(node, all);
        return all;
    }

    /** The tokens as a mask; not to be written to. */
    long[] bits() {
        return bits;
    }

    boolean endAt(int node) {
        return ends.get(node);
    }

    boolean areAllBelow(int node) {
        return wholes.get(node);
    }
}
