package dev.winnow.text.constraint;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which tokens a state allows, for every number of tokens that may remain. Immutable; independent of where in an output
 * the state comes up.
 *
 * <p>Most tokens lead to a state that costs no more than this one, so one bit set holds for nearly all limits. Kept
 * apart are the tokens that lead to dearer states (they open an item, a property, a character of several bytes), and
 * the case of no room at all, in which only tokens on a shortest way may come.
 */
final class Mask {
    private final int cost;
    private final int dearest;
    private final int allowed;
    private final int allowedWithoutRoom;
    private final boolean cutWithoutRoom;
    private final long[] bits;
    private final long[] bitsWithoutRoom;
    private final int[] dearTokens;
    private final int[] dearCosts;
    private final BitSet dearHalves;

    private Mask(Builder builder) {
        cost = builder.cost;
        dearest = builder.dearest;
        allowed = builder.allowed;
        allowedWithoutRoom = builder.allowedWithoutRoom;
        cutWithoutRoom = builder.cutWithoutRoom;
        bits = builder.bits;
        bitsWithoutRoom = builder.bitsWithoutRoom;
        dearTokens = Arrays.copyOf(builder.dearTokens, builder.dear);
        dearCosts = Arrays.copyOf(builder.dearCosts, builder.dear);
        dearHalves = builder.dearHalves;
    }

    /** Whether no token may come, however many remain. */
    boolean isEmpty() {
        return allowed == 0;
    }

    /** Whether no token may come with so many remaining, at least the state's cost. */
    boolean isEmpty(int remaining) {
        if (remaining == cost) {
            return allowedWithoutRoom == 0;
        }
        return Arrays.stream(dearCosts).filter(after -> after >= remaining).count() == allowed;
    }

    /**
     * Writes the tokens after which the output can still be completed.
     *
     * @param remaining tokens that may still come, at least the state's cost
     * @return whether some token was left out for want of room. Beginnings of characters do not count: near the limit
     *     those are left out that nobody wants, and where there is no room for whole ones either, those tell it
     */
    boolean write(long[] mask, int remaining) {
        long[] source = remaining == cost ? bitsWithoutRoom : bits;
        System.arraycopy(source, 0, mask, 0, source.length);
        Arrays.fill(mask, source.length, mask.length, 0);
        if (remaining == cost) {
            return cutWithoutRoom;
        }
        boolean cut = false;
        for (int i = 0; i < dearTokens.length && dearest >= remaining; i++) {
            if (dearCosts[i] >= remaining) {
                mask[dearTokens[i] >> 6] &= ~(1L << (dearTokens[i] & 63));
                cut |= !dearHalves.get(i);
            }
        }
        return cut;
    }

    /** Collects the tokens of one state. */
    static final class Builder {
        private final int cost;
        private final long[] bits;
        private final long[] bitsWithoutRoom;
        private int allowed;
        private int allowedWithoutRoom;
        private boolean cutWithoutRoom;
        private int dear;
        private int dearest;
        private int[] dearTokens = new int[64];
        private int[] dearCosts = new int[64];
        private final BitSet dearHalves = new BitSet();

        /** Takes the state's own cost and the size of the vocabulary. */
        Builder(int cost, int vocabulary) {
            this.cost = cost;
            this.bits = new long[(vocabulary + 63) / 64];
            this.bitsWithoutRoom = new long[bits.length];
        }

        /** A token, the cost of the state that it leads to, and whether it leaves no character half done. */
        void add(int token, int costAfter, boolean whole) {
            if (costAfter >= Ending.IMPOSSIBLE) {
                return;
            }
            long bit = 1L << (token & 63);
            bits[token >> 6] |= bit;
            allowed++;
            if (costAfter < cost) {
                bitsWithoutRoom[token >> 6] |= bit;
                allowedWithoutRoom++;
                return;
            }
            cutWithoutRoom |= whole;
            if (costAfter > cost) {
                dearHalves.set(dear, !whole);
                addDear(token, costAfter);
            }
        }

        /** Tokens that all lead to a state of this cost, at most that of this state. */
        void addAll(long[] tokens, int costAfter) {
            if (costAfter >= Ending.IMPOSSIBLE) {
                return;
            }
            for (int word = 0; word < tokens.length; word++) {
                bits[word] |= tokens[word];
                allowed += Long.bitCount(tokens[word]);
                if (costAfter < cost) {
                    bitsWithoutRoom[word] |= tokens[word];
                    allowedWithoutRoom += Long.bitCount(tokens[word]);
                } else {
                    cutWithoutRoom |= tokens[word] != 0;
                }
            }
        }

        private void addDear(int token, int costAfter) {
            if (dear == dearTokens.length) {
                dearTokens = Arrays.copyOf(dearTokens, 2 * dear);
                dearCosts = Arrays.copyOf(dearCosts, 2 * dear);
            }
            dearTokens[dear] = token;
            dearCosts[dear] = costAfter;
            dear++;
            dearest = Math.max(dearest, costAfter);
        }

        Mask build() {
            return new Mask(this);
        }
    }
}
