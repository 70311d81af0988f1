package dev.winnow.text.constraint;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The masks of one constraint's states, found by walking the vocabulary's trie, and kept. Thread-safe. */
final class Masks {
    private static final int MOST_MASKS = 4_000;

    /** Bytes behind a string's quote that cannot hold another whole item or name. */
    private static final int SHORT_REST = 3;

    /** Tokens that complete a character at most, once more than a state without it needs. */
    private static final int OF_A_CHARACTER = 9;

    /** Names or items that must still come and may be longer for one text than for another, as far as that is seen. */
    private static final int MOST_NAMES = 10;

    private final TokenTrie trie;
    private final TextMasks textMasks;
    private final BoundedCache<State, Mask> masks = new BoundedCache<>(MOST_MASKS);

    Masks(TokenTrie trie, TextMasks textMasks) {
        this.trie = trie;
        this.textMasks = textMasks;
    }

    Mask of(State state) {
        return comesAgain(state) ? masks.get(state.maskKey(trie.longestToken()), this::compute) : compute(state);
    }

    /** A place that depends on the texts before it hardly does; its masks are not kept. */
    private static boolean comesAgain(State state) {
        return state instanceof StateSet set
                ? set.members().stream().allMatch(Masks::comesAgain)
                : !(state instanceof Fresh);
    }

    private Mask compute(State state) {
        if (state instanceof StateSet set) {
            return union(set.members());
        }
        if (state instanceof UnionStart union) {
            return union(union.alternatives());
        }
        Mask.Builder mask = new Mask.Builder();
        StringState within = state instanceof Fresh fresh ? fresh.string() : null;
        if (state instanceof StringState string) {
            string(string, mask);
        } else if (state instanceof Fresh fresh && within != null) {
            fresh(fresh, within, mask);
        } else {
            walk(TokenTrie.ROOT, state, mask);
        }
        return mask.build();
    }

    private Mask union(List<State> members) {
        return Mask.union(members.stream().map(this::of).toList());
    }

    private void string(StringState string, Mask.Builder mask) {
        TextMask text = textMasks.of(string);
        mask.add(new StringTokens(string, text, dearest(string, string)));
        State after = string.frame().after();
        for (TextMask.Closing closing : text.closing()) {
            State next = after(after, closing.rest());
            if (next != null) {
                int cost = next.ending().cost();
                for (int token : closing.tokens()) {
                    mask.add(token, cost, next.withinCharacter());
                }
            }
        }
    }

    /** At least what any text inside of the string leads to. */
    private static int dearest(State state, StringState string) {
        TextWays ways = string.frame().ways();
        int farther = ways.isAny() ? 0 : 6 * (ways.farthest() + string.needed());
        return Math.min(Ending.IMPOSSIBLE - 1, state.ending().cost() + farther) + OF_A_CHARACTER;
    }

    /**
     * A string that must not be one of some texts. What closes it leads to places that differ in nothing but the texts
     * that are used, so one stands for all, unless a token goes so far that it meets them.
     */
    private void fresh(Fresh fresh, StringState string, Mask.Builder mask) {
        TextMask text = textMasks.of(string);
        mask.add(new StringTokens(fresh, text, dearest(fresh, string) + 2 * MOST_NAMES));
        State closed = null;
        BitSet towardsUsed = fresh.bytesTowardsUsed();
        for (TextMask.Closing closing : text.closing()) {
            for (int token : closing.tokens()) {
                byte[] bytes = trie.bytes(token);
                int content = bytes.length - closing.rest().length - 1;
                boolean own = closing.rest().length > SHORT_REST || fresh.matters(content);
                boolean towards = content == 0 || towardsUsed.get(bytes[0] & 0xff);
                if (own || (towards && fresh.mayMeet(trie, token, content))) {
                    State next = after(fresh, bytes);
                    if (next != null) {
                        mask.add(token, next);
                    }
                    continue;
                }
                closed = closed == null ? after(fresh, bytes, content + 1) : closed;
                State next = closed == null ? null : after(closed, closing.rest());
                if (next != null) {
                    mask.add(token, next);
                }
            }
        }
    }

    private void walk(int node, State state, Mask.Builder mask) {
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            State next = state.step(trie.label(child));
            if (next != null) {
                if (trie.token(child) != TokenTrie.NONE) {
                    int cost = next.ending().cost();
                    boolean half = next.withinCharacter();
                    for (int token = trie.token(child); token != TokenTrie.NONE; token = trie.twin(token)) {
                        mask.add(token, cost, half);
                    }
                }
                walk(child, next, mask);
            }
        }
    }

    private static @Nullable State after(State state, byte[] bytes) {
        return after(state, bytes, bytes.length);
    }

    private static @Nullable State after(State state, byte[] bytes, int count) {
        State next = state;
        for (int i = 0; i < count && next != null; i++) {
            next = next.step(bytes[i] & 0xff);
        }
        return next;
    }
}
