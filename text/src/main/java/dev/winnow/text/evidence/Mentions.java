package dev.winnow.text.evidence;

import java.util.Arrays;

/**
 * Where one value is mentioned in a collapsed text, in the order of the text. Those within other words count only where
 * there are no others. Not thread-safe while it is filled.
 */
final class Mentions {
    /** Of more, which is nearest says nothing; it bounds the memory that one letter takes in a long text. */
    private static final int MOST = 4096;

    private int[] whole = new int[2];
    private int[] within = new int[2];
    private int wholeCount;
    private int withinCount;

    /** Adds a mention; they come in their order. */
    void add(int from, int to, boolean isWhole) {
        if (isWhole && wholeCount < MOST) {
            whole = put(whole, wholeCount++, from, to);
        } else if (!isWhole && withinCount < MOST) {
            within = put(within, withinCount++, from, to);
        }
    }

    private static int[] put(int[] pairs, int index, int from, int to) {
        int[] room = pairs.length < 2 * index + 2 ? Arrays.copyOf(pairs, 4 * index) : pairs;
        room[2 * index] = from;
        room[2 * index + 1] = to;
        return room;
    }

    private int[] pairs() {
        return wholeCount > 0 ? whole : within;
    }

    int count() {
        return wholeCount > 0 ? wholeCount : withinCount;
    }

    int from(int index) {
        return pairs()[2 * index];
    }

    int to(int index) {
        return pairs()[2 * index + 1];
    }

    /** The first that begins there or behind; the count if none does. */
    int firstFrom(int place) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (from(middle) < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
