package dev.winnow.text.constraint;

/** The masks of one constraint's states, found by walking the vocabulary's trie, and kept. Thread-safe. */
final class Masks {
    /** Memory for masks, of one constraint. */
    private static final long MOST_BYTES = 32L << 20;

    private final TokenTrie trie;
    private final TextTokens textTokens;
    private final BoundedCache<State, Mask> masks;

    Masks(TokenTrie trie, TextTokens textTokens) {
        this.trie = trie;
        this.textTokens = textTokens;
        long bytesEach = 256 + 2L * trie.vocabularySize() / 8;
        this.masks = new BoundedCache<>((int) Math.max(16, Math.min(100_000, MOST_BYTES / bytesEach)));
    }

    Mask of(State state) {
        return masks.get(state.maskKey(trie.longestToken()), this::compute);
    }

    private Mask compute(State state) {
        int cost = state.ending().cost();
        Mask.Builder mask = new Mask.Builder(cost, trie.vocabularySize());
        State afterText = state.afterText();
        boolean alike = afterText != null && afterText.ending().cost() <= cost;
        if (afterText != null && alike) {
            mask.addAll(textTokens.bits(), afterText.ending().cost());
        }
        walk(TokenTrie.ROOT, state, cost, alike, mask);
        return mask.build();
    }

    private void walk(int node, State state, int cost, boolean withoutText, Mask.Builder mask) {
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            if (withoutText && textTokens.areAllBelow(child)) {
                continue;
            }
            State next = state.step(trie.label(child));
            if (next != null) {
                // Within a string most bytes change nothing.
                int costAfter = next == state ? cost : next.ending().cost();
                if (!(withoutText && textTokens.endAt(child))) {
                    add(child, costAfter, !next.withinCharacter(), mask);
                }
                walk(child, next, costAfter, withoutText, mask);
            }
        }
    }

    private void add(int node, int costAfter, boolean whole, Mask.Builder mask) {
        for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
            mask.add(token, costAfter, whole);
        }
    }
}
