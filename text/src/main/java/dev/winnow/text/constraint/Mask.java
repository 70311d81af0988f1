package dev.winnow.text.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tokens a state allows, for every number of tokens that may remain. Thread-safe.
 *
 * <p>A token is allowed if the state behind it costs no more than what remains after it. Of single tokens the costs are
 * kept; those inside of strings are {@link StringTokens}.
 */
final class Mask {
    private final int[] tokens;
    private final int[] costs;
    private final boolean[] halves;
    private final int dearest;
    private final List<StringTokens> texts;

    private Mask(int[] tokens, int[] costs, boolean[] halves, List<StringTokens> texts) {
        this.tokens = tokens;
        this.costs = costs;
        this.halves = halves;
        this.texts = List.copyOf(texts);
        this.dearest = Arrays.stream(costs).max().orElse(0);
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
        for (StringTokens text : texts) {
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
        List<StringTokens> texts = new ArrayList<>();
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
        private final List<StringTokens> texts = new ArrayList<>(1);
        private int count;
        private int[] tokens = new int[32];
        private int[] costs = new int[32];
        private boolean[] halves = new boolean[32];

        void add(StringTokens text) {
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
