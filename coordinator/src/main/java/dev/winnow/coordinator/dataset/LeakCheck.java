package dev.winnow.coordinator.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds rows to train on whose input is nearly that of a held-out one: a score over those would be of what was learned
 * by heart. First all that is held out, then what is trained on. Holds some 800 bytes for each held-out row. Not
 * thread-safe.
 */
final class LeakCheck {
    /** How many rows may be held out: so many numbers stand in a key. */
    static final int MOST = 1 << 20;

    private static final int INDEX_BITS = 20;

    private final double similarity;
    // Rows of one form are candidates for all others of it: without an end, 200,000 of them would take hours.
    private static final int MOST_COMPARED = 4_096;

    private final List<Held> held = new ArrayList<>();

    // Of each row and band what texts that are alike share, and behind it which row it is.
    private long[] keys = new long[64 * MinHash.BANDS];
    private int count;
    private boolean sorted;

    // For each held-out row the last one that was compared with it, so that none is compared twice.
    private int[] comparedWith = {};
    private int asked;

    /** Takes how alike two inputs must be. */
    LeakCheck(double similarity) {
        this.similarity = similarity;
    }

    void holdOut(int line, String input) {
        if (sorted || held.size() == MOST) {
            throw new IllegalStateException("all that is held out comes first, at most %d".formatted(MOST));
        }
        MinHash print = MinHash.of(input);
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * keys.length);
        }
        for (int band = 0; band < MinHash.BANDS; band++) {
            keys[count++] = print.band(band) << INDEX_BITS | held.size();
        }
        held.add(new Held(line, print));
    }

    /** The held-out row that is most like one to train on, if it is alike enough. */
    Optional<Leak> find(int line, String input) {
        if (!sorted) {
            Arrays.sort(keys, 0, count);
            comparedWith = new int[held.size()];
            sorted = true;
        }
        asked++;
        int compared = 0;
        MinHash print = MinHash.of(input);
        Optional<Leak> found = Optional.empty();
        for (int band = 0; band < MinHash.BANDS; band++) {
            long key = print.band(band) << INDEX_BITS;
            for (int at = firstFrom(key); at < count && keys[at] >> INDEX_BITS == key >> INDEX_BITS; at++) {
                int row = (int) keys[at] & (MOST - 1);
                if (comparedWith[row] == asked) {
                    continue;
                }
                if (compared == MOST_COMPARED) {
                    return found;
                }
                comparedWith[row] = asked;
                compared++;
                Held candidate = held.get(row);
                double alike = print.similarity(candidate.print());
                if (alike >= similarity
                        && (found.isEmpty() || alike > found.get().similarity())) {
                    found = Optional.of(new Leak(line, candidate.line(), alike));
                }
            }
        }
        return found;
    }

    private int firstFrom(long key) {
        int at = Arrays.binarySearch(keys, 0, count, key);
        return at < 0 ? -at - 1 : at;
    }

    /**
     * Two rows that are nearly the same, on both sides.
     *
     * @param trainLine where the one stands that is trained on
     * @param heldOutLine where the other stands, in its own file
     * @param similarity about how much they have in common, to 1
     */
    record Leak(int trainLine, int heldOutLine, double similarity) {}

    private record Held(int line, MinHash print) {}
}
