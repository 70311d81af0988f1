package dev.winnow.coordinator.dataset;

import java.util.Arrays;

/**
 * The fingerprint of a text by the runs of five characters that it has, white space collapsed and letters lowered: the
 * share of equal numbers in two fingerprints is about the share of runs that the texts have in common (Broder 1997).
 * Immutable.
 */
final class MinHash {
    /** Bands of rows, so that of texts that are alike by half one in two shares a band, and by 0.8 nearly all. */
    static final int BANDS = 32;

    private static final int ROWS = 4;
    private static final int NUMBERS = BANDS * ROWS;
    private static final int RUN = 5;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int[] least = new int[NUMBERS];

    private MinHash() {
        Arrays.fill(least, Integer.MAX_VALUE);
    }

    static MinHash of(String text) {
        String plain = text.strip().toLowerCase(java.util.Locale.ROOT).replaceAll("\\s+", " ");
        MinHash made = new MinHash();
        int last = Math.max(0, plain.length() - RUN);
        for (int i = 0; i <= last; i++) {
            made.add(plain.substring(i, Math.min(plain.length(), i + RUN)).hashCode());
        }
        return made;
    }

    // Each number is the least of another permutation of all hashes.
    private void add(int run) {
        long state = mixed(run * GOLDEN);
        for (int i = 0; i < NUMBERS; i += 2) {
            state += GOLDEN;
            long two = mixed(state);
            least[i] = Math.min(least[i], (int) two);
            least[i + 1] = Math.min(least[i + 1], (int) (two >>> Integer.SIZE));
        }
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** What texts that are alike are likely to share in at least one band. */
    long band(int band) {
        long hash = band;
        for (int i = band * ROWS; i < (band + 1) * ROWS; i++) {
            hash = mixed(hash * GOLDEN + least[i]);
        }
        return hash;
    }

    /** About how much two texts have in common, from 0 to 1. */
    double similarity(MinHash other) {
        int same = 0;
        for (int i = 0; i < NUMBERS; i++) {
            same += least[i] == other.least[i] ? 1 : 0;
        }
        return (double) same / NUMBERS;
    }
}
