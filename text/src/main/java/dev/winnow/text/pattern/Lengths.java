package dev.winnow.text.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The fewest code points from each state to an end, where at least so many must be taken: a row for each such number.
 */
final class Lengths {
    private static final long MOST = 4_000_000;

    /** Printable ASCII without what JSON escapes, the plainest first. */
    private static final String PLAIN =
            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" + " -_.,:/@+#!$%&'()*;<=>?[]^`{|}~";

    /** After ASCII and the controls that follow it. */
    private static final int BEYOND = 0xA1;

    private final Table table;
    private volatile List<int[]> rows = List.of();

    Lengths(Table table) {
        this.table = table;
    }

    int shortest(int state, int atLeast) {
        return table.acceptsAll(state) ? atLeast : row(atLeast)[state];
    }

    int nearest(int state, int atLeast) {
        int shortest = shortest(state, atLeast);
        if (shortest == 0 || shortest == Acceptor.NEVER) {
            return -1;
        }
        int best = -1;
        for (int range = table.firstRange(state); range < table.endOfRanges(state); range++) {
            if (shortest(table.target(range), Math.max(0, atLeast - 1)) == shortest - 1) {
                int plain = plainest(table.first(range), table.last(range));
                best = best < 0 || effort(plain) < effort(best) ? plain : best;
            }
        }
        return best;
    }

    private static int plainest(int first, int last) {
        if (last < ' ' || first > '~') {
            return Math.max(first, Math.min(last, BEYOND));
        }
        int best = first;
        for (int point = first; point <= Math.min(last, '~'); point++) {
            best = effort(point) < effort(best) ? point : best;
        }
        return effort(best) > PLAIN.length() && last >= BEYOND ? Math.max(first, BEYOND) : best;
    }

    private static int effort(int codePoint) {
        int place = PLAIN.indexOf(codePoint);
        boolean escaped = codePoint < ' ' || codePoint == '"' || codePoint == '\\';
        return place >= 0 ? place : PLAIN.length() + (escaped ? 1 : 0);
    }

    private int[] row(int atLeast) {
        List<int[]> known = rows;
        return atLeast < known.size() ? known.get(atLeast) : filled(atLeast);
    }

    private synchronized int[] filled(int atLeast) {
        if ((long) table.states() * (atLeast + 1L) > MOST) {
            throw LanguageTooLargeException.ofLengths(table.states(), atLeast);
        }
        List<int[]> filled = new ArrayList<>(rows);
        while (filled.size() <= atLeast) {
            filled.add(filled.isEmpty() ? toTheNearestEnd() : oneMore(filled.get(filled.size() - 1)));
        }
        rows = List.copyOf(filled);
        return filled.get(atLeast);
    }

    private int[] oneMore(int[] after) {
        int[] row = new int[table.states()];
        for (int state = 0; state < row.length; state++) {
            int fewest = Acceptor.NEVER;
            for (int range = table.firstRange(state); range < table.endOfRanges(state); range++) {
                fewest = Math.min(fewest, after[table.target(range)]);
            }
            row[state] = fewest == Acceptor.NEVER ? fewest : fewest + 1;
        }
        return row;
    }

    /** From the ends backwards, by breadth. */
    private int[] toTheNearestEnd() {
        List<List<Integer>> sources = sources();
        int[] row = new int[table.states()];
        Arrays.fill(row, Acceptor.NEVER);
        Deque<Integer> open = new ArrayDeque<>();
        for (int state = 0; state < row.length; state++) {
            if (table.accepts(state)) {
                row[state] = 0;
                open.add(state);
            }
        }
        while (!open.isEmpty()) {
            int state = open.remove();
            for (int source : sources.get(state)) {
                if (row[source] == Acceptor.NEVER) {
                    row[source] = row[state] + 1;
                    open.add(source);
                }
            }
        }
        return row;
    }

    private List<List<Integer>> sources() {
        List<List<Integer>> sources = new ArrayList<>();
        for (int state = 0; state < table.states(); state++) {
            sources.add(new ArrayList<>());
        }
        for (int state = 0; state < table.states(); state++) {
            for (int range = table.firstRange(state); range < table.endOfRanges(state); range++) {
                sources.get(table.target(range)).add(state);
            }
        }
        return sources;
    }
}
