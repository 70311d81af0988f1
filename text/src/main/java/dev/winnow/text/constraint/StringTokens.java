package dev.winnow.text.constraint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that stay inside of a string, at one place of it. They are a set that many masks share; what each of them
 * costs is only found out when so little remains that it matters. Thread-safe.
 */
final class StringTokens {
    private final State state;
    private final TextMask mask;
    private final int dearest;
    private volatile Group @Nullable [] groups;

    /** Tokens that lead to the same place of the string. */
    private static final class Group {
        private final int[] tokens;
        private final int cost;
        private final boolean half;

        private Group(int[] tokens, int cost, boolean half) {
            this.tokens = tokens;
            this.cost = cost;
            this.half = half;
        }
    }

    /**
     * Takes the state in the string.
     *
     * @param dearest at least the cost of what any of the tokens leads to
     */
    StringTokens(State state, TextMask mask, int dearest) {
        this.state = state;
        this.mask = mask;
        this.dearest = dearest;
    }

    /**
     * Writes those after which the output can still be completed.
     *
     * @return whether some token was left out for want of room, see {@link Mask#write}
     */
    boolean write(long[] bits, int remaining, Steps steps) {
        boolean near = remaining <= dearest;
        List<Integer> single = single(near, steps);
        // What another kind of value allows stays allowed.
        BitSet before = new BitSet();
        single.stream().filter(token -> isSet(bits, token)).forEach(before::set);
        boolean cut = near ? writeGroups(bits, remaining, steps) : writeAll(bits);
        for (int token : single) {
            if (isSet(mask.inside(), token) && !before.get(token)) {
                State after = steps.after(state, token);
                boolean fits = after != null && after.ending().cost() < remaining;
                long bit = 1L << (token & 63);
                bits[token >> 6] = fits ? bits[token >> 6] | bit : bits[token >> 6] & ~bit;
                cut = cut || (after != null && !fits);
            }
        }
        return cut;
    }

    /** Tokens that must be looked at one by one, since what may come behind them depends on their texts. */
    private List<Integer> single(boolean near, Steps steps) {
        List<Integer> single = new ArrayList<>();
        if (state instanceof Fresh fresh && (near || fresh.mayRunOut())) {
            single.addAll(fresh.towardsUsed(steps.trie()));
        }
        if (near && state instanceof Fresh fresh) {
            mask.alike().forEach(tokens -> Arrays.stream(tokens)
                    .filter(token -> fresh.matters(steps.trie().length(token)))
                    .forEach(single::add));
        }
        return single;
    }

    private static boolean isSet(long[] bits, int token) {
        return (bits[token >> 6] >>> (token & 63) & 1) != 0;
    }

    private boolean writeAll(long[] bits) {
        long[] inside = mask.inside();
        for (int word = 0; word < inside.length; word++) {
            bits[word] |= inside[word];
        }
        return false;
    }

    private boolean writeGroups(long[] bits, int remaining, Steps steps) {
        boolean cut = false;
        for (Group group : groups(steps)) {
            if (group.cost < remaining) {
                for (int token : group.tokens) {
                    bits[token >> 6] |= 1L << (token & 63);
                }
            } else {
                cut |= !group.half;
            }
        }
        return cut;
    }

    private Group[] groups(Steps steps) {
        Group[] known = groups;
        if (known == null) {
            known = mask.alike().stream()
                    .map(tokens -> group(tokens, steps))
                    .filter(group -> group.cost < Ending.IMPOSSIBLE)
                    .toArray(Group[]::new);
            groups = known;
        }
        return known;
    }

    private Group group(int[] tokens, Steps steps) {
        for (int token : tokens) {
            boolean single = state instanceof Fresh fresh
                    && (fresh.mayMeet(steps.trie(), token)
                            || fresh.matters(steps.trie().length(token)));
            if (!single) {
                State after = requireNonNull(steps.after(state, token));
                return new Group(tokens, after.ending().cost(), after.withinCharacter());
            }
        }
        return new Group(tokens, Ending.IMPOSSIBLE, false);
    }
}
