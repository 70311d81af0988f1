package dev.winnow.text.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A string that is open at one place of an output: its language, and what follows its closing quote. */
final class StringFrame {
    private final TextWays ways;
    private final State after;
    private final StringState free;

    /** Endings between two characters, by the state of the language and how many characters are still needed. */
    private final ConcurrentMap<Long, Ending> endings = new ConcurrentHashMap<>(4);

    StringFrame(TextWays ways, State after) {
        this.ways = ways;
        this.after = after;
        this.free = new StringState(this, ways.acceptor().start(), 0, Integer.MAX_VALUE, CharacterBytes.BETWEEN, 0);
    }

    /** Before the opening quote. */
    State start(int minLength, int maxLength) {
        return new StringStart(state(ways.acceptor().start(), minLength, maxLength));
    }

    TextWays ways() {
        return ways;
    }

    State after() {
        return after;
    }

    /** Between two characters, with so many still needed and still possible. */
    StringState state(int place, int needed, int possible) {
        boolean isFree = ways.isAny() && needed == 0 && possible == Integer.MAX_VALUE;
        return isFree ? free : new StringState(this, place, needed, possible, CharacterBytes.BETWEEN, 0);
    }

    /** The nearest end from between two characters. */
    Ending ending(int place, int needed) {
        Ending known = endings.get(key(place, needed));
        return known == null ? find(place, needed) : known;
    }

    private static long key(int place, int needed) {
        return (long) place << 32 | needed;
    }

    /** By a loop, since texts may have to be long. */
    private Ending find(int place, int needed) {
        List<int[]> way = new ArrayList<>();
        int at = place;
        int left = needed;
        Ending known = endings.get(key(at, left));
        while (known == null && !mayEnd(at, left)) {
            int codePoint = ways.nearest(at, left);
            way.add(new int[] {at, left, codePoint});
            at = ways.isAny() ? at : ways.acceptor().next(at, codePoint);
            left = Math.max(0, left - 1);
            known = endings.get(key(at, left));
        }
        Ending ending = known == null ? Ending.of('"', after.ending(), ways.trie()) : known;
        endings.putIfAbsent(key(at, left), ending);
        for (int i = way.size() - 1; i >= 0; i--) {
            int[] step = way.get(i);
            ending = ways.isAny() ? ways.filled(ending) : ways.character(step[2], ending);
            endings.putIfAbsent(key(step[0], step[1]), ending);
        }
        return ending;
    }

    boolean mayEnd(int place, int needed) {
        return needed == 0 && (ways.isAny() || ways.acceptor().accepts(place));
    }

    /** The nearest end from within a character, behind which so many are needed. */
    Ending ending(int place, int mode, int digits, int needed) {
        if (ways.isAny()) {
            return ways.completed(mode, ending(place, needed));
        }
        int codePoint = ways.completing(place, mode, digits, needed);
        return ways.restOf(codePoint, mode, ending(ways.acceptor().next(place, codePoint), needed));
    }
}
