package dev.winnow.text.constraint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a state allows, for every number of tokens that may remain. Thread-safe.
 *
 * <p>A token is allowed if the state behind it costs no more than what remains after it. Of single tokens the costs are
 * kept. Texts inside of strings are sets that many masks share; what each of their tokens costs is only found out when
 * so little remains that it matters.
 */
final class Mask {
    private final int[] tokens;
    private final int[] costs;
    private final boolean[] halves;
    private final int dearest;
    private final List<Text> texts;

    private Mask(int[] tokens, int[] costs, boolean[] halves, List<Text> texts) {
        this.tokens = tokens;
        this.costs = costs;
        this.halves = halves;
        this.texts = List.copyOf(texts);
        this.dearest = Arrays.stream(costs).max().orElse(0);
    }

    /** The tokens that stay inside of a string. */
    static final class Text {
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
        Text(State state, TextMask mask, int dearest) {
            this.state = state;
            this.mask = mask;
            this.dearest = dearest;
        }

        boolean write(long[] bits, int remaining, Steps steps) {
            boolean near = remaining <= dearest;
            List<Integer> single = state instanceof Fresh fresh && (near || fresh.mayRunOut())
                    ? new ArrayList<>(fresh.towardsUsed(steps.trie()))
                    : new ArrayList<>();
            if (near && state instanceof Fresh fresh) {
                mask.alike().forEach(tokens -> Arrays.stream(tokens)
                        .filter(token -> fresh.matters(steps.trie().length(token)))
                        .forEach(single::add));
            }
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

    /** Whether no token may come, however many remain. */
    boolean isEmpty() {
        return tokens.length == 0 && texts.isEmpty();
    }

    /** Whether no token may come with so many remaining. */
    boolean isEmpty(int remaining) {
        return texts.isEmpty() && Arrays.stream(costs).allMatch(after -> after >= remaining);
    }

    /**
     * Writes the tokens after which the output can still be completed.
     *
     * @param remaining tokens that may still come, at least the state's cost
     * @return whether some token was left out for want of room. Beginnings of characters do not count: near the limit
     *     those are left out that nobody wants, and where there is no room for whole ones either, those tell it
     */
    boolean write(long[] mask, int remaining, Steps steps) {
        Arrays.fill(mask, 0);
        boolean cut = false;
        for (Text text : texts) {
            boolean textCut = text.write(mask, remaining, steps);
            cut = cut || textCut;
        }
        boolean tokenCut = writeTokens(mask, remaining);
        return tokenCut || cut;
    }

    private boolean writeTokens(long[] mask, int remaining) {
        if (remaining > dearest) {
            for (int token : tokens) {
                mask[token >> 6] |= 1L << (token & 63);
            }
            return false;
        }
        boolean cut = false;
        for (int i = 0; i < tokens.length; i++) {
            if (costs[i] < remaining) {
                mask[tokens[i] >> 6] |= 1L << (tokens[i] & 63);
            } else {
                cut |= !halves[i];
            }
        }
        return cut;
    }

    /** What any of these allows. */
    static Mask union(List<Mask> masks) {
        Map<Integer, Integer> places = new HashMap<>();
        Builder builder = new Builder();
        List<Text> texts = new ArrayList<>();
        for (Mask mask : masks) {
            for (int i = 0; i < mask.tokens.length; i++) {
                Integer place = places.putIfAbsent(mask.tokens[i], builder.count);
                if (place == null) {
                    builder.add(mask.tokens[i], mask.costs[i], mask.halves[i]);
                } else {
                    builder.costs[place] = Math.min(builder.costs[place], mask.costs[i]);
                    builder.halves[place] &= mask.halves[i];
                }
            }
            texts.addAll(mask.texts);
        }
        texts.forEach(builder::add);
        return builder.build();
    }

    /** Collects the tokens of one state. */
    static final class Builder {
        private final List<Text> texts = new ArrayList<>(1);
        private int count;
        private int[] tokens = new int[32];
        private int[] costs = new int[32];
        private boolean[] halves = new boolean[32];

        void add(Text text) {
            texts.add(text);
        }

        /** A token and where it leads. */
        void add(int token, State after) {
            add(token, after.ending().cost(), after.withinCharacter());
        }

        /** A token, the cost of the state that it leads to, and whether it leaves a character half done. */
        void add(int token, int costAfter, boolean half) {
            if (costAfter >= Ending.IMPOSSIBLE) {
                return;
            }
            if (count == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * count);
                costs = Arrays.copyOf(costs, 2 * count);
                halves = Arrays.copyOf(halves, 2 * count);
            }
            tokens[count] = token;
            costs[count] = costAfter;
            halves[count] = half;
            count++;
        }

        Mask build() {
            return new Mask(
                    Arrays.copyOf(tokens, count), Arrays.copyOf(costs, count), Arrays.copyOf(halves, count), texts);
        }
    }
}
