package dev.winnow.text.constraint;

import dev.winnow.text.pattern.Acceptor;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Characters that may follow one another in any order, from one state of a language on: whatever text is made of them,
 * some text goes on from it. Not all that there are: one such set, as large as is easily found.
 *
 * @param lower those of ASCII below 64, as bits
 * @param upper those of ASCII from 64 on
 * @param others whether all others are among them
 */
record FreeCharacters(long lower, long upper, boolean others) {
    static final FreeCharacters ALL = new FreeCharacters(-1, -1, true);

    /** What stands for itself in a string. */
    private static final FreeCharacters UNESCAPED =
            new FreeCharacters(-1L << ' ' & ~(1L << '"'), ~(1L << ('\\' - 64)), true);

    private static final int ASCII = 128;

    /** States that are looked at; where more are reached, only those count that a state does not leave. */
    private static final int MOST_STATES = 100;

    static FreeCharacters of(Acceptor language, int state) {
        FreeCharacters loops = loops(language, state);
        FreeCharacters free = leadingOn(language, state).and(UNESCAPED);
        while (true) {
            BitSet reached = reached(language, state, free);
            if (reached.cardinality() > MOST_STATES) {
                return loops;
            }
            FreeCharacters everywhere = free;
            for (int one = reached.nextSetBit(0); one >= 0; one = reached.nextSetBit(one + 1)) {
                everywhere = everywhere.and(leadingOn(language, one));
            }
            if (everywhere.equals(free)) {
                return free.size() > loops.size() ? free : loops;
            }
            free = everywhere;
        }
    }

    /** Those that leave the state as it is. */
    private static FreeCharacters loops(Acceptor language, int state) {
        long lower = 0;
        long upper = 0;
        for (int i = 0; i < 64; i++) {
            lower |= language.next(state, i) == state ? 1L << i : 0;
            upper |= language.next(state, i + 64) == state ? 1L << i : 0;
        }
        boolean others = language.allBetween(state, ASCII, Character.MAX_CODE_POINT)
                && language.targets(state, ASCII, Character.MAX_CODE_POINT).allMatch(target -> target == state);
        return new FreeCharacters(lower, upper, others).and(UNESCAPED);
    }

    private static FreeCharacters leadingOn(Acceptor language, int state) {
        long lower = 0;
        long upper = 0;
        for (int i = 0; i < 64; i++) {
            lower |= language.next(state, i) >= 0 ? 1L << i : 0;
            upper |= language.next(state, i + 64) >= 0 ? 1L << i : 0;
        }
        return new FreeCharacters(lower, upper, language.allBetween(state, ASCII, Character.MAX_CODE_POINT));
    }

    private static BitSet reached(Acceptor language, int state, FreeCharacters by) {
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        reached.set(state);
        open.push(state);
        while (!open.isEmpty() && reached.cardinality() <= MOST_STATES) {
            int at = open.pop();
            BitSet targets = new BitSet();
            for (int character = 0; character < ASCII; character++) {
                int target = by.contains(character) ? language.next(at, character) : -1;
                if (target >= 0) {
                    targets.set(target);
                }
            }
            if (by.others()) {
                language.targets(at, ASCII, Character.MAX_CODE_POINT).forEach(targets::set);
            }
            targets.andNot(reached);
            targets.stream().forEach(open::push);
            reached.or(targets);
        }
        return reached;
    }

    private boolean contains(int character) {
        return ((character < 64 ? lower : upper) >>> (character & 63) & 1) != 0;
    }

    private FreeCharacters and(FreeCharacters other) {
        return new FreeCharacters(lower & other.lower, upper & other.upper, others && other.others);
    }

    private int size() {
        return Long.bitCount(lower) + Long.bitCount(upper) + (others ? ASCII : 0);
    }
}
