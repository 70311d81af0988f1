package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * One way to end an output: bytes up to its end, with the fewest tokens that spell them. Endings share their tails.
 *
 * <p>Each state names the ending that takes the fewest bytes (or nearly), and what it names after one byte of that
 * ending is the ending's tail. So the cost of a state can always be kept: whoever takes the ending's first token
 * arrives at a state that costs one token less. It is an upper bound of what the state needs; a token may take a
 * shorter way that this ending does not go.
 */
final class Ending {
    /** No token sequence spells the bytes. Small enough to be added to. */
    static final int IMPOSSIBLE = Integer.MAX_VALUE / 4;

    /** The output is complete. */
    static final Ending HERE = new Ending(0, null, 0, TokenTrie.NONE, 0, 0);

    private final int first;
    private final @Nullable Ending rest;
    private final int cost;
    private final int token;
    private final int tokenBytes;
    private final int length;

    private Ending(int first, @Nullable Ending rest, int cost, int token, int tokenBytes, int length) {
        this.first = first;
        this.rest = rest;
        this.cost = cost;
        this.token = token;
        this.tokenBytes = tokenBytes;
        this.length = length;
    }

    /** A byte before an ending. Costs one more than the cheapest of what remains after a token that fits here. */
    static Ending of(int first, Ending rest, TokenTrie trie) {
        int best = IMPOSSIBLE;
        int token = TokenTrie.NONE;
        int tokenBytes = 0;
        int node = trie.child(TokenTrie.ROOT, first);
        Ending after = rest;
        for (int bytes = 1; node != TokenTrie.NONE; bytes++) {
            // Of equal costs the longer token: it is what a tokenizer would rather take.
            if (trie.token(node) != TokenTrie.NONE && after.cost + 1 <= best && after.cost < IMPOSSIBLE) {
                best = after.cost + 1;
                token = trie.token(node);
                tokenBytes = bytes;
            }
            if (after.rest == null) {
                break;
            }
            node = trie.child(node, after.first);
            after = after.rest;
        }
        return new Ending(first, rest, best, token, tokenBytes, rest.length + 1);
    }

    /** Bytes before an ending. */
    static Ending of(byte[] bytes, Ending rest, TokenTrie trie) {
        Ending ending = rest;
        for (int i = bytes.length - 1; i >= 0; i--) {
            ending = of(bytes[i] & 0xff, ending, trie);
        }
        return ending;
    }

    /** How many tokens it takes, {@link #IMPOSSIBLE} or more if the vocabulary cannot spell it. */
    int cost() {
        return cost;
    }

    /** How many bytes it has. */
    int length() {
        return length;
    }

    boolean isPossible() {
        return cost < IMPOSSIBLE;
    }

    /** The first of its tokens, {@link TokenTrie#NONE} at the end. */
    int token() {
        return token;
    }

    /** How many bytes its first token has. */
    int tokenBytes() {
        return tokenBytes;
    }

    /** Its first byte; not to be asked of {@link #HERE}. */
    int first() {
        return first;
    }

    /** What remains after that many bytes, which it must have. */
    Ending skip(int bytes) {
        Ending ending = this;
        for (int i = 0; i < bytes; i++) {
            ending = ending.tail();
        }
        return ending;
    }

    private Ending tail() {
        if (rest == null) {
            throw new IllegalStateException("nothing follows the end");
        }
        return rest;
    }
}
