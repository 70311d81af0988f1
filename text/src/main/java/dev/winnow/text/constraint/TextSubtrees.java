package dev.winnow.text.constraint;

import java.util.BitSet;

/**
 * What lies below the nodes of a vocabulary's trie, if a string is between two characters there: so that a walk need
 * not go where all tokens are alike. Immutable.
 */
final class TextSubtrees {
    private final TokenTrie trie;

    // Tokens in the order of the trie: those at and below a node stand side by side.
    private final int[] tokens;
    private final int[] from;
    private final int[] to;

    // By node: whether nothing below ends the string or an escape begins; the ASCII characters below, whether others,
    // and
    // how many bytes at most.
    private final BitSet clean = new BitSet();
    private final long[] lower;
    private final long[] upper;
    private final BitSet others = new BitSet();
    private final byte[] longest;
    private int count;

    TextSubtrees(TokenTrie trie) {
        this.trie = trie;
        this.tokens = new int[trie.vocabularySize()];
        this.from = new int[trie.nodes()];
        this.to = new int[trie.nodes()];
        this.lower = new long[trie.nodes()];
        this.upper = new long[trie.nodes()];
        this.longest = new byte[trie.nodes()];
        visit(TokenTrie.ROOT);
    }

    private void visit(int node) {
        from[node] = count;
        for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
            tokens[count++] = token;
        }
        boolean allClean = true;
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            visit(child);
            int value = trie.label(child);
            longest[node] = (byte) Math.max(longest[node], Math.min(Byte.MAX_VALUE, longest[child] + 1));
            lower[node] |= lower[child] | (value < 64 ? 1L << value : 0);
            upper[node] |= upper[child] | (value >= 64 && value < 128 ? 1L << (value - 64) : 0);
            if (value >= 128 || others.get(child)) {
                others.set(node);
            }
            allClean &= isClean(child, CharacterBytes.BETWEEN, value);
        }
        clean.set(node, allClean);
        to[node] = count;
    }

    /** Whether a byte in a mode, and all below it, stay inside of a string without escapes. */
    private boolean isClean(int node, int mode, int value) {
        int next = value == '\\' ? CharacterBytes.DEAD : CharacterBytes.next(mode, value);
        if (next == CharacterBytes.DEAD || next == CharacterBytes.BETWEEN) {
            return next == CharacterBytes.BETWEEN && clean.get(node);
        }
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            if (!isClean(child, next, trie.label(child))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all below a node are texts of nothing but these characters, and have so many of them at most. */
    boolean isOf(int node, FreeCharacters free, int most) {
        return clean.get(node)
                && longest[node] <= most
                && (lower[node] & ~free.lower()) == 0
                && (upper[node] & ~free.upper()) == 0
                && (free.others() || !others.get(node));
    }

    /** Adds the tokens below a node, and its own, to a set. */
    void addAll(int node, long[] set) {
        for (int i = from[node]; i < to[node]; i++) {
            set[tokens[i] >> 6] |= 1L << (tokens[i] & 63);
        }
    }
}
