package dev.winnow.text.constraint;

/** One walk through the vocabulary inside of a string; without objects on the way, since it may pass all tokens. */
final class TextWalk {
    private final TokenTrie trie;
    private final TextWays ways;
    private final Tokens tokens;

    /** What becomes of the tokens of a walk. */
    interface Tokens {
        /** Those at a node stay inside of the string, at this place of it. */
        void inside(int node, int place, int needed, int mode, int digits);

        /**
         * All at and below a node do, if they have none but these characters and not more; false if they must be looked
         * at one by one.
         */
        boolean insideBelow(int node, FreeCharacters free, int most);

        /** Those at and below a node close it. */
        void closing(int node);
    }

    TextWalk(TokenTrie trie, TextWays ways, Tokens tokens) {
        this.trie = trie;
        this.ways = ways;
        this.tokens = tokens;
    }

    void from(StringState state, int needed, int possible) {
        walk(TokenTrie.ROOT, state.place(), state.mode(), state.digits(), needed, possible);
    }

    private void walk(int node, int place, int mode, int digits, int needed, int possible) {
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            int value = trie.label(child);
            if (mode == CharacterBytes.BETWEEN && value == '"') {
                if (needed == 0 && (ways.isAny() || ways.acceptor().accepts(place))) {
                    tokens.closing(child);
                }
            } else if (mode != CharacterBytes.BETWEEN || possible > 0) {
                step(child, value, place, mode, digits, needed, possible);
            }
        }
    }

    private void step(int child, int value, int place, int mode, int digits, int needed, int possible) {
        int next = ways.next(mode, value);
        if (next == CharacterBytes.DEAD) {
            return;
        }
        int code = ways.isAny() ? 0 : SpelledCharacter.digits(mode, digits, value);
        int neededAfter = Math.max(0, needed - 1);
        int possibleAfter = possible == Integer.MAX_VALUE ? possible : possible - 1;
        if (next != CharacterBytes.BETWEEN) {
            if (ways.canComplete(place, next, code, neededAfter, possibleAfter)) {
                tokens.inside(child, place, needed, next, code);
                walk(child, place, next, code, needed, possible);
            }
            return;
        }
        int after = ways.after(place, code, neededAfter, possibleAfter);
        if (after < 0) {
            return;
        }
        int room = possible == Integer.MAX_VALUE ? possible : possibleAfter - neededAfter - ways.farthest();
        if (room > 0 && tokens.insideBelow(child, ways.free(after), room)) {
            return;
        }
        tokens.inside(child, after, neededAfter, next, 0);
        walk(child, after, next, 0, neededAfter, possibleAfter);
    }
}
