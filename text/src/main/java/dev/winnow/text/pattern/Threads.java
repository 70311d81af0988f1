package dev.winnow.text.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.automaton.Automaton;

/** The automaton of steps without conditions: as many threads as there are ways to read a text, over classes. */
final class Threads {
    private static final long MOST_WORK = 400_000;

    private final Steps steps;
    private final Alphabet alphabet;
    private final Work work = new Work(MOST_WORK);
    private final Automaton automaton = new Automaton();
    private final Map<Integer, Integer> states = new HashMap<>();
    private final List<Integer> reached = new ArrayList<>();

    private Threads(Steps steps, Alphabet alphabet) {
        this.steps = steps;
        this.alphabet = alphabet;
    }

    static Automaton of(Steps steps, Alphabet alphabet) {
        return new Threads(steps, alphabet).build();
    }

    private Automaton build() {
        stateOf(steps.start());
        for (int state = 0; state < reached.size(); state++) {
            for (int at : closure(reached.get(state))) {
                leave(state, at);
            }
        }
        automaton.finishState();
        return automaton;
    }

    private int stateOf(int at) {
        return states.computeIfAbsent(at, unknown -> {
            reached.add(at);
            return automaton.createState();
        });
    }

    private void leave(int state, int at) {
        if (at == Steps.FOUND) {
            automaton.setAccept(state, true);
            automaton.addTransition(state, stateOf(Steps.FOUND), 0, alphabet.classes() - 1);
        } else if (at == Steps.FINISHED) {
            automaton.setAccept(state, true);
        } else {
            Step.One one = (Step.One) steps.step(at);
            BitSet classes = alphabet.classesOf(one.set());
            for (int first = classes.nextSetBit(0); first >= 0; ) {
                int end = classes.nextClearBit(first);
                work.spend(1);
                automaton.addTransition(state, stateOf(one.next()), first, end - 1);
                first = classes.nextSetBit(end);
            }
        }
    }

    /** Where a thread may be without taking a code point; where all has been found, nowhere else. */
    private List<Integer> closure(int from) {
        List<Integer> closure = new ArrayList<>();
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            int at = open.pop();
            if (at == Steps.FOUND) {
                return List.of(Steps.FOUND);
            }
            if (seen.get(at)) {
                continue;
            }
            seen.set(at);
            work.spend(1);
            if (steps.step(at) instanceof Step.Fork fork) {
                fork.ways().forEach(open::push);
            } else {
                closure.add(at);
            }
        }
        return closure;
    }
}
