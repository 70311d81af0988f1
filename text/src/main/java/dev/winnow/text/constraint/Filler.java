package dev.winnow.text.constraint;

/**
 * How strings end soonest with one vocabulary: which byte fills them up to a least length, and which bytes complete a
 * character that was begun. Immutable.
 */
final class Filler {
    private final TokenTrie trie;
    private final int plain;
    private final int[] completing = new int[CharacterBytes.MODES];

    Filler(TokenTrie trie) {
        this.trie = trie;
        this.plain = plain();
        for (int mode = 1; mode < CharacterBytes.MODES; mode++) {
            completing[mode] = completing(mode);
        }
    }

    /** A plain character that fills a string in the fewest tokens. */
    private int plain() {
        int best = 'x';
        int longest = 0;
        for (int value = ' '; value < 0x7f; value++) {
            boolean isPlain = CharacterBytes.next(CharacterBytes.BETWEEN, value) == CharacterBytes.BETWEEN;
            if (isPlain && trie.hasSingle(value) && longestRun(value) > longest) {
                longest = longestRun(value);
                best = value;
            }
        }
        return best;
    }

    private int longestRun(int value) {
        int longest = 0;
        int length = 0;
        int node = trie.child(TokenTrie.ROOT, value);
        while (node != TokenTrie.NONE) {
            length++;
            longest = trie.token(node) == TokenTrie.NONE ? longest : length;
            node = trie.child(node, value);
        }
        return longest;
    }

    /**
     * Of the bytes that may come, the first that the vocabulary has alone. In order of bytes, no way of it is a detour.
     */
    private int completing(int mode) {
        int first = -1;
        for (int value = 0; value < 256; value++) {
            if (CharacterBytes.next(mode, value) != CharacterBytes.DEAD) {
                if (trie.hasSingle(value)) {
                    return value;
                }
                first = first < 0 ? value : first;
            }
        }
        return first;
    }

    /** One more character before an ending. */
    Ending character(Ending rest) {
        return Ending.of(plain, rest, trie);
    }

    /** What completes a character that has come to this mode, before an ending. */
    Ending complete(int mode, Ending rest) {
        if (mode == CharacterBytes.BETWEEN) {
            return rest;
        }
        int value = completing[mode];
        return Ending.of(value, complete(CharacterBytes.next(mode, value), rest), trie);
    }
}
