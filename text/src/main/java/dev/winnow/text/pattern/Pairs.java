package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.automaton.Automaton;

/** Two automata read the same text: what both accept, or the one and not the other. */
final class Pairs {
    private static final int MOST = 5 * Language.MOST_STATES;
    private static final int MOST_TRANSITIONS = 1_000_000;
    private static final int NONE = -1;

    private record Pair(int state, int other) {}

    private final Table table;
    private final Table others;
    private final boolean minus;
    private final Automaton automaton = new Automaton();
    private final Map<Pair, Integer> states = new HashMap<>();
    private final List<Pair> reached = new ArrayList<>();

    private Pairs(Table table, Table others, boolean minus) {
        this.table = table;
        this.others = others;
        this.minus = minus;
    }

    static Automaton both(Table table, Table others) {
        return new Pairs(table, others, false).build();
    }

    static Automaton minus(Table table, Table others) {
        return new Pairs(table, others, true).build();
    }

    private Automaton build() {
        stateOf(new Pair(0, 0));
        for (int state = 0; state < reached.size(); state++) {
            Pair pair = reached.get(state);
            boolean other = pair.other() != NONE && others.accepts(pair.other());
            automaton.setAccept(state, table.accepts(pair.state()) && other != minus);
            for (int range = table.firstRange(pair.state()); range < table.endOfRanges(pair.state()); range++) {
                leave(state, pair.other(), range);
            }
        }
        automaton.finishState();
        return automaton;
    }

    /** Where the other automaton does not go on, neither do both; but the one without the other does. */
    private void leave(int state, int other, int range) {
        int target = table.target(range);
        int low = table.first(range);
        int last = table.last(range);
        int end = other == NONE ? 0 : others.endOfRanges(other);
        for (int i = other == NONE ? 0 : others.rangeUpTo(other, low); i < end && others.first(i) <= last; i++) {
            alone(state, target, low, others.first(i) - 1);
            low = Math.max(low, others.first(i));
            int high = Math.min(last, others.last(i));
            add(state, new Pair(target, others.target(i)), low, high);
            low = high + 1;
        }
        alone(state, target, low, last);
    }

    private void alone(int state, int target, int low, int high) {
        if (minus && low <= high) {
            add(state, new Pair(target, NONE), low, high);
        }
    }

    private void add(int state, Pair pair, int low, int high) {
        if (minus && pair.other() != NONE && others.acceptsAll(pair.other())) {
            return;
        }
        if (automaton.getNumTransitions() >= MOST_TRANSITIONS) {
            throw LanguageTooLargeException.ofWork();
        }
        automaton.addTransition(state, stateOf(pair), low, high);
    }

    private int stateOf(Pair pair) {
        return states.computeIfAbsent(pair, unknown -> {
            if (reached.size() >= MOST) {
                throw LanguageTooLargeException.ofStates(Language.MOST_STATES);
            }
            reached.add(pair);
            return automaton.createState();
        });
    }
}
