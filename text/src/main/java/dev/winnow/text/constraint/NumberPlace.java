package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * One place of a number's digits with one vocabulary, and what was found out about it. Places of equal digits are
 * equal. What they keep is found when it is first asked for; two threads may both look, and find the same.
 */
final class NumberPlace {
    /** The bytes of numbers. What each leads to is kept by its index. */
    private static final byte[] BYTES = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '.'};

    private static final int MINUS = 10;
    private static final int POINT = 11;

    private final NumberWays ways;
    private final Digits digits;
    private final int hash;
    private final boolean canEnd;
    private volatile @Nullable NumberPlace @Nullable [] next;
    private volatile @Nullable Way way;
    private volatile @Nullable KnownEnding known;

    /**
     * From a place on.
     *
     * @param length bytes to the nearest end, detours weighted
     * @param next the first of them, {@link State#NO_BYTE} at an end
     * @param only the only byte that may come within the number, {@link State#NO_BYTE} if there are several or none
     * @param stuck whether no byte may come within the number
     */
    private record Way(int length, int next, int only, boolean stuck) {}

    /** The ending that was asked for last, by what follows the number. */
    private record KnownEnding(Ending after, Ending ending) {}

    NumberPlace(NumberWays ways, Digits digits) {
        this.ways = ways;
        this.digits = digits;
        this.hash = digits.hashCode();
        this.canEnd = digits.canEnd();
    }

    /** What a byte leads to; null if no number of the set begins so. */
    @Nullable
    NumberPlace step(int value) {
        int index = index(value);
        if (index < 0) {
            return null;
        }
        @Nullable NumberPlace[] places = next;
        if (places == null) {
            if (!ways.mayKeep()) {
                Digits after = digits.step(value);
                return after == null ? null : new NumberPlace(ways, after);
            }
            places = new @Nullable NumberPlace[BYTES.length];
            for (int i = 0; i < BYTES.length; i++) {
                Digits after = digits.step(BYTES[i]);
                places[i] = after == null ? null : ways.place(after);
            }
            next = places;
        }
        return places[index];
    }

    private static int index(int value) {
        if ('0' <= value && value <= '9') {
            return value - '0';
        }
        return value == '-' ? MINUS : value == '.' ? POINT : -1;
    }

    /** Whether the digits are a number of the set. */
    boolean canEnd() {
        return canEnd;
    }

    /** The only byte that may come within the number, {@link State#NO_BYTE} if there are several or none. */
    int only() {
        return way().only();
    }

    /** Whether no byte may come within the number. */
    boolean stuck() {
        return way().stuck();
    }

    /** The shortest way to the number's end and on to what follows. */
    Ending ending(Ending after) {
        if (canEnd) {
            return after;
        }
        KnownEnding last = known;
        if (last == null || last.after() != after) {
            int first = way().next();
            @Nullable NumberPlace rest = step(first);
            if (rest == null) {
                throw new IllegalStateException("the way leads on");
            }
            last = new KnownEnding(after, Ending.of(first, rest.ending(after), ways.trie()));
            known = last;
        }
        return last.ending();
    }

    private Way way() {
        Way found = way;
        if (found == null) {
            found = findWay();
            way = found;
        }
        return found;
    }

    private Way findWay() {
        int length = canEnd ? 0 : Integer.MAX_VALUE;
        int best = State.NO_BYTE;
        int only = State.NO_BYTE;
        int choices = 0;
        for (byte value : BYTES) {
            NumberPlace place = step(value);
            if (place != null) {
                choices++;
                only = value;
                // Nothing is nearer than one byte.
                int byThis = length <= 1 ? length : place.distance() + ways.weight(value);
                if (byThis < length) {
                    length = byThis;
                    best = value;
                }
            }
        }
        return new Way(length, best, choices == 1 ? only : State.NO_BYTE, choices == 0);
    }

    private int distance() {
        return ways.isSearched() ? way().length() : digits.distance();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof NumberPlace place
                        && hash == place.hash
                        && ways == place.ways
                        && digits.equals(place.digits));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
