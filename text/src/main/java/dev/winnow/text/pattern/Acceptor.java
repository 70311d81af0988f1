package dev.winnow.text.pattern;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The deterministic automaton over code points that reads the texts of one {@link Language}. From each of its states
 * acceptance can be reached, but for the start of the empty language: a text that has been followed so far can always
 * be completed. Immutable, and safe for use by several threads.
 */
public final class Acceptor {
    /** What is never reached. */
    public static final int NEVER = Integer.MAX_VALUE;

    private final Table table;
    private final Lengths lengths;
    private volatile @Nullable Boolean endless;

    /** Takes a table all of whose states are reached and reach acceptance. */
    Acceptor(Table table) {
        this.table = table;
        this.lengths = new Lengths(table);
    }

    /** How many states there are; they are numbered from 0. */
    public int states() {
        return table.states();
    }

    /** The state before a text. */
    public int start() {
        return 0;
    }

    /** The state after one more code point, -1 if no text goes on with it. */
    public int next(int state, int codePoint) {
        return table.next(state, codePoint);
    }

    /** Whether the text up to this state is in the language. */
    public boolean accepts(int state) {
        return table.accepts(state);
    }

    /** Whether the text up to this state is in the language however it goes on. */
    public boolean acceptsAll(int state) {
        return table.acceptsAll(state);
    }

    /**
     * The fewest code points from a state to the end of a text, of those ways that have at least so many;
     * {@link #NEVER} if there is none.
     *
     * @throws LanguageTooLargeException if so many are too many to look for
     */
    public int shortest(int state, int atLeast) {
        return lengths.shortest(state, atLeast);
    }

    /**
     * The first code point of a way that {@link #shortest} has measured, a plain one if there is one; -1 if a text may
     * end here, or there is no way.
     *
     * @throws LanguageTooLargeException if so many are too many to look for
     */
    public int nearest(int state, int atLeast) {
        return lengths.nearest(state, atLeast);
    }

    /**
     * Whether some code point, from the first to the last of these, leads on to a text that ends with so many more code
     * points.
     */
    public boolean reaches(int state, int first, int last, int atLeast, int atMost) {
        for (int range = table.rangeUpTo(state, first);
                range < table.endOfRanges(state) && table.first(range) <= last;
                range++) {
            int shortest = shortest(table.target(range), atLeast);
            if (shortest != NEVER && shortest <= atMost) {
                return true;
            }
        }
        return false;
    }

    /** The code point, from the first to the last of these, behind which a text ends soonest; -1 if there is none. */
    public int pick(int state, int first, int last, int atLeast) {
        int best = NEVER;
        int picked = -1;
        for (int range = table.rangeUpTo(state, first);
                range < table.endOfRanges(state) && table.first(range) <= last;
                range++) {
            int shortest = shortest(table.target(range), atLeast);
            if (shortest < best) {
                best = shortest;
                picked = Math.max(first, table.first(range));
            }
        }
        return picked;
    }

    /** Whether exactly one text is left from a state on. */
    public boolean isSingle(int state) {
        int at = state;
        while (!table.accepts(at)) {
            int range = table.firstRange(at);
            if (table.endOfRanges(at) != range + 1 || table.first(range) != table.last(range)) {
                return false;
            }
            at = table.target(range);
        }
        return table.firstRange(at) == table.endOfRanges(at);
    }

    /** Whether all code points, from the first to the last of these, lead on; surrogates do not count. */
    public boolean allBetween(int state, int first, int last) {
        int next = first;
        for (int range = table.rangeUpTo(state, first);
                range < table.endOfRanges(state) && next <= last && table.first(range) <= next;
                range++) {
            next = table.last(range) + 1;
            next = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        }
        return next > last;
    }

    /** The states that the code points, from the first to the last of these, lead to. */
    public IntStream targets(int state, int first, int last) {
        return IntStream.range(table.rangeUpTo(state, first), table.endOfRanges(state))
                .filter(range -> table.first(range) <= last)
                .map(table::target);
    }

    /** Whether from each state infinitely many texts go on: one that is not wanted can always be passed by. */
    public boolean isEndless() {
        Boolean known = endless;
        if (known == null) {
            known = Endless.all(table);
            endless = known;
        }
        return known;
    }
}
