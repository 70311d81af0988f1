package dev.winnow.text.constraint;

import dev.winnow.text.pattern.Acceptor;
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

    // By node: whether nothing below ends the string or an escape begins; its ASCII characters, and whether others.
    private final BitSet clean = new BitSet();
    private final long[] lower;
    private final long[] upper;
    private final BitSet others = new BitSet();
    private int count;

    TextSubtrees(TokenTrie trie) {
        this.trie = trie;
        this.tokens = new int[trie.vocabularySize()];
        this.from = new int[trie.nodes()];
        this.to = new int[trie.nodes()];
        this.lower = new long[trie.nodes()];
        this.upper = new long[trie.nodes()];
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

    /** Whether all below a node are texts of nothing but these characters. */
    boolean isOf(int node, Loops loops) {
        return clean.get(node)
                && (lower[node] & ~loops.lower()) == 0
                && (upper[node] & ~loops.upper()) == 0
                && (loops.others() || !others.get(node));
    }

    /** Adds the tokens below a node, and its own, to a set. */
    void addAll(int node, long[] set) {
        for (int i = from[node]; i < to[node]; i++) {
            set[tokens[i] >> 6] |= 1L << (tokens[i] & 63);
        }
    }

    /**
     * Characters that leave an acceptor's state as it is.
     *
     * @param lower those of ASCII below 64, as bits
     * @param upper those of ASCII from 64 on
     * @param others whether all others do
     */
    record Loops(long lower, long upper, boolean others) {
        static final Loops ALL = new Loops(-1, -1, true);

        static Loops of(Acceptor acceptor, int state) {
            long lower = 0;
            long upper = 0;
            for (int character = 1; character < 128; character++) {
                if (acceptor.next(state, character) == state) {
                    lower |= character < 64 ? 1L << character : 0;
                    upper |= character >= 64 ? 1L << (character - 64) : 0;
                }
            }
            return new Loops(lower, upper, acceptor.staysBetween(state, 128, Character.MAX_CODE_POINT));
        }
    }
}
