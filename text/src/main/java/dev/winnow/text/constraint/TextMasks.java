package dev.winnow.text.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Sieve sieve = new Sieve();
        new Walk(state.frame().ways(), sieve).from(state, needed, possible);
        return new TextMask(sieve.inside, sieve.closings(), () -> {
            Sorter sorter = new Sorter();
            new Walk(state.frame().ways(), sorter).from(state, needed, possible);
            return sorter.groups();
        });
    }

    /** What becomes of the tokens of a walk. */
    private interface Tokens {
        /** Those at a node stay inside of the string, at this place of it. */
        void inside(int node, int place, int needed, int mode, int digits);

        /** All at and below a node do; false if they must be looked at one by one. */
        boolean insideBelow(int node, TextSubtrees.Loops loops);

        /** Those at and below a node close it. */
        void closing(int node);
    }

    /** Which stay inside, and which close. */
    private final class Sieve implements Tokens {
        private final long[] inside = new long[(trie.vocabularySize() + 63) / 64];
        private final Map<String, List<Integer>> closing = new LinkedHashMap<>();

        @Override
        public void inside(int node, int place, int needed, int mode, int digits) {
            for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
                inside[token >> 6] |= 1L << (token & 63);
            }
        }

        @Override
        public boolean insideBelow(int node, TextSubtrees.Loops loops) {
            if (!subtrees.isOf(node, loops)) {
                return false;
            }
            subtrees.addAll(node, inside);
            return true;
        }

        @Override
        public void closing(int node) {
            close(node, "");
        }

        private void close(int node, String rest) {
            for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
                closing.computeIfAbsent(rest, bytes -> new ArrayList<>()).add(token);
            }
            for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
                close(child, rest + (char) trie.label(child));
            }
        }

        private List<TextMask.Closing> closings() {
            List<TextMask.Closing> closings = new ArrayList<>();
            closing.forEach((rest, tokens) ->
                    closings.add(new TextMask.Closing(rest.getBytes(StandardCharsets.ISO_8859_1), array(tokens))));
            return closings;
        }
    }

    /** Which of those inside are alike. */
    private final class Sorter implements Tokens {
        private final Map<List<Integer>, List<Integer>> groups = new LinkedHashMap<>();

        @Override
        public void inside(int node, int place, int needed, int mode, int digits) {
            if (trie.token(node) != TokenTrie.NONE) {
                List<Integer> group =
                        groups.computeIfAbsent(List.of(place, needed, mode, digits), one -> new ArrayList<>());
                for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
                    group.add(token);
                }
            }
        }

        @Override
        public boolean insideBelow(int node, TextSubtrees.Loops loops) {
            return false;
        }

        @Override
        public void closing(int node) {
            // They lead out of the string, and are looked at by those who know where to.
        }

        private List<int[]> groups() {
            return groups.values().stream().map(TextMasks::array).toList();
        }
    }

    private static int[] array(List<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    /** One walk through the vocabulary; without objects on the way, since it may pass all tokens. */
    private final class Walk {
        private final TextWays ways;
        private final Tokens tokens;

        Walk(TextWays ways, Tokens tokens) {
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
            if (after < 0 || (possible == Integer.MAX_VALUE && tokens.insideBelow(child, ways.loops(after)))) {
                return;
            }
            tokens.inside(child, after, neededAfter, next, 0);
            walk(child, after, next, 0, neededAfter, possibleAfter);
        }
    }
}
