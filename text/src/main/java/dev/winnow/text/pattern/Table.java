package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;
import org.jspecify.annotations.Nullable;

/** A deterministic automaton in arrays: for each state the ranges of code points that lead on, in order. */
final class Table {
    private static final int ASCII = 128;
    private static final int FEW_RANGES = 3;
    private static final int NONE = -1;

    private final BitSet accepting = new BitSet();
    private final int acceptsAll;
    private final int[] from;
    private final int[] first;
    private final int[] last;
    private final int[] to;
    private final short[] @Nullable [] ascii;

    /** Of a trimmed automaton; states from which all is accepted become one. */
    Table(Automaton automaton) {
        BitSet all = Automatons.acceptingAll(automaton);
        int one = all.nextSetBit(0);
        List<Integer> states = new ArrayList<>();
        int[] numbers = new int[automaton.getNumStates() + 1];
        Arrays.fill(numbers, NONE);
        int size = automaton.getNumTransitions();
        int[] targets = new int[size];
        first = new int[size];
        last = new int[size];
        int count = 0;
        number(all.get(0) ? one : 0, numbers, states);
        List<Integer> starts = new ArrayList<>(List.of(0));
        Transition transition = new Transition();
        for (int state = 0; state < states.size() && automaton.getNumStates() > 0; state++) {
            int old = states.get(state);
            accepting.set(state, automaton.isAccept(old));
            int transitions = automaton.initTransition(old, transition);
            for (int i = 0; i < transitions; i++) {
                automaton.getNextTransition(transition);
                first[count] = transition.min;
                last[count] = transition.max;
                targets[count++] = number(all.get(transition.dest) ? one : transition.dest, numbers, states);
            }
            starts.add(count);
        }
        if (automaton.getNumStates() == 0) {
            starts.add(0);
        }
        from = starts.stream().mapToInt(Integer::intValue).toArray();
        to = targets;
        acceptsAll = one < 0 ? NONE : numbers[one];
        ascii = asciiTable();
    }

    private static int number(int old, int[] numbers, List<Integer> states) {
        if (numbers[old] == NONE) {
            numbers[old] = states.size();
            states.add(old);
        }
        return numbers[old];
    }

    /** Only of states with many ranges: in lists of texts nearly all have one, and a search among few is as fast. */
    private short[] @Nullable [] asciiTable() {
        short[] @Nullable [] rows = new short[states()][];
        for (int state = 0; state < states(); state++) {
            if (from[state + 1] - from[state] > FEW_RANGES) {
                short[] row = new short[ASCII];
                Arrays.fill(row, (short) NONE);
                for (int i = from[state]; i < from[state + 1] && first[i] < ASCII; i++) {
                    Arrays.fill(row, first[i], Math.min(ASCII, last[i] + 1), (short) to[i]);
                }
                rows[state] = row;
            }
        }
        return rows;
    }

    int states() {
        return from.length - 1;
    }

    boolean accepts(int state) {
        return accepting.get(state);
    }

    boolean acceptsAll(int state) {
        return state == acceptsAll;
    }

    int next(int state, int codePoint) {
        short[] row = ascii[state];
        if (codePoint < ASCII && row != null) {
            return row[codePoint];
        }
        int range = rangeUpTo(state, codePoint);
        return range < from[state + 1] && first[range] <= codePoint ? to[range] : NONE;
    }

    /** The first range of a state that ends at a code point or after it. */
    int rangeUpTo(int state, int codePoint) {
        int low = from[state];
        int high = from[state + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (last[middle] < codePoint) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The ranges of a state are those from here ... */
    int firstRange(int state) {
        return from[state];
    }

    /** ... to before here. */
    int endOfRanges(int state) {
        return from[state + 1];
    }

    int first(int range) {
        return first[range];
    }

    int last(int range) {
        return last[range];
    }

    int target(int range) {
        return to[range];
    }
}
