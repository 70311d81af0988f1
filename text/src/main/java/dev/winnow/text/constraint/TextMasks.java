package dev.winnow.text.constraint;

/** The masks inside of strings with one vocabulary, kept for those that are met most. Thread-safe. */
final class TextMasks {
    private static final long MOST_BYTES = 24L << 20;

    private final TokenTrie trie;
    private final TextSubtrees subtrees;
    private final BoundedCache<Key, TextMask> masks;

    /**
     * A place in a string.
     *
     * @param language the ways of its language, or whether escapes must be needful if it may be any text
     */
    private record Key(Object language, int place, int mode, int digits, int needed, int possible) {}

    TextMasks(TokenTrie trie) {
        this.trie = trie;
        this.subtrees = new TextSubtrees(trie);
        long bytesEach = 1024 + 2L * trie.vocabularySize() / 8;
        this.masks = new BoundedCache<>((int) Math.max(64, MOST_BYTES / bytesEach));
    }

    TextMask of(StringState state) {
        TextWays ways = state.frame().ways();
        int needed = state.needed();
        int possible = state.possible();
        int longest = trie.longestToken();
        // What no token can reach does not matter.
        if (ways.isAny()) {
            needed = Math.min(needed, longest + 1);
            possible = possible > longest ? Integer.MAX_VALUE : possible;
        } else if (possible != Integer.MAX_VALUE && possible - longest > ways.farthest() + needed) {
            possible = Integer.MAX_VALUE;
        }
        Object language = ways.isAny() ? ways.isNeedful() : ways;
        Key key = new Key(language, ways.isAny() ? 0 : state.place(), state.mode(), state.digits(), needed, possible);
        int leastNeeded = needed;
        int mostPossible = possible;
        return masks.get(key, one -> find(state, leastNeeded, mostPossible));
    }

    private TextMask find(StringState state, int needed, int possible) {
        TextSieve sieve = new TextSieve(trie, subtrees);
        new TextWalk(trie, state.frame().ways(), sieve).from(state, needed, possible);
        return new TextMask(sieve.inside(), sieve.closings(), () -> {
            TextSorter sorter = new TextSorter(trie);
            new TextWalk(trie, state.frame().ways(), sorter).from(state, needed, possible);
            return sorter.groups();
        });
    }
}
