package dev.winnow.text.pattern;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * The code points, in classes: those that are in the same of some sets need not be told apart. An automaton is built
 * over the few classes, and then written out over code points.
 */
final class Alphabet {
    /** Of an automaton that is written out. */
    private static final int MOST_TRANSITIONS = 1_000_000;

    private static final int NONE = -1;

    /** First code points of intervals, the whole alphabet through, and the class of each. */
    private final int[] starts;

    private final int[] classOf;
    private final List<Integer> representatives = new ArrayList<>();
    private final Map<CodePoints, BitSet> classesOf = new HashMap<>();

    /** Finds the classes that sets need; code points that are in none of them are in none of the classes. */
    Alphabet(Collection<CodePoints> sets) {
        List<CodePoints> numbered = List.copyOf(sets);
        NavigableMap<Integer, BitSet> memberships = memberships(numbered);
        starts = new int[memberships.size()];
        classOf = new int[starts.length];
        Map<BitSet, Integer> classes = new HashMap<>();
        int i = 0;
        for (Map.Entry<Integer, BitSet> interval : memberships.entrySet()) {
            starts[i] = interval.getKey();
            classOf[i++] = interval.getValue().isEmpty()
                    ? NONE
                    : classes.computeIfAbsent(interval.getValue(), members -> added(interval.getKey()));
        }
        numbered.forEach(set -> classesOf.put(set, new BitSet()));
        classes.forEach((members, number) ->
                members.stream().forEach(set -> classesOf(numbered.get(set)).set(number)));
    }

    private int added(int representative) {
        representatives.add(representative);
        return representatives.size() - 1;
    }

    /** Which sets a code point is in, for the first of each interval. */
    private static NavigableMap<Integer, BitSet> memberships(List<CodePoints> sets) {
        NavigableMap<Integer, BitSet> memberships = new TreeMap<>();
        for (CodePoints set : sets) {
            for (int i = 0; i < set.ranges(); i++) {
                memberships.put(set.first(i), new BitSet());
                memberships.put(set.last(i) + 1, new BitSet());
            }
        }
        for (int number = 0; number < sets.size(); number++) {
            CodePoints set = sets.get(number);
            for (int i = 0; i < set.ranges(); i++) {
                for (BitSet members :
                        memberships.subMap(set.first(i), set.last(i) + 1).values()) {
                    members.set(number);
                }
            }
        }
        return memberships;
    }

    int classes() {
        return representatives.size();
    }

    /** A code point of a class. */
    int representative(int codePointClass) {
        return representatives.get(codePointClass);
    }

    /** The classes that make up a set. */
    BitSet classesOf(CodePoints set) {
        return requireNonNull(classesOf.get(set));
    }

    /** Writes a deterministic automaton over classes out over code points. */
    Automaton writtenOut(Automaton overClasses) {
        int states = overClasses.getNumStates();
        if ((long) states * starts.length > 20L * MOST_TRANSITIONS) {
            throw LanguageTooLargeException.ofWork();
        }
        Automaton writtenOut = new Automaton(states, 2 * overClasses.getNumTransitions());
        for (int state = 0; state < states; state++) {
            writtenOut.createState();
            writtenOut.setAccept(state, overClasses.isAccept(state));
        }
        for (int state = 0; state < states; state++) {
            writeOut(state, targets(overClasses, state), writtenOut);
        }
        writtenOut.finishState();
        return writtenOut;
    }

    private int[] targets(Automaton overClasses, int state) {
        int[] targets = new int[classes()];
        Arrays.fill(targets, NONE);
        Transition transition = new Transition();
        int count = overClasses.initTransition(state, transition);
        for (int i = 0; i < count; i++) {
            overClasses.getNextTransition(transition);
            Arrays.fill(targets, transition.min, transition.max + 1, transition.dest);
        }
        return targets;
    }

    private void writeOut(int state, int[] targets, Automaton writtenOut) {
        int from = 0;
        int target = NONE;
        for (int i = 0; i < starts.length; i++) {
            int next = classOf[i] == NONE ? NONE : targets[classOf[i]];
            if (next != target) {
                addTransition(writtenOut, state, target, from, starts[i] - 1);
                from = starts[i];
                target = next;
            }
        }
        addTransition(writtenOut, state, target, from, Character.MAX_CODE_POINT);
    }

    private static void addTransition(Automaton automaton, int state, int target, int first, int last) {
        if (target == NONE) {
            return;
        }
        if (automaton.getNumTransitions() >= MOST_TRANSITIONS) {
            throw LanguageTooLargeException.ofWork();
        }
        automaton.addTransition(state, target, first, last);
    }
}
