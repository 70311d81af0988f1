package dev.winnow.text.pattern;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.MinimizationOperations;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.Transition;

/** Work on automata that has an end. */
final class Automatons {
    private static final int MOST_WORK = 20_000;

    /** States times labels up to which an automaton is made the smallest: below it takes next to no time. */
    private static final int SMALL = 5000;

    private Automatons() {}

    /** The texts of a list; a list of more states than a language may have is refused. */
    static Automaton ofTexts(List<String> texts) {
        if (areOverlong(texts)) {
            return trimmed(
                    Operations.union(texts.stream().map(Automata::makeString).toList()));
        }
        // The smallest automaton as it is made (Daciuk and others, 2000).
        Automaton smallest = Automata.makeStringUnion(
                new TreeSet<>(texts.stream().map(BytesRef::new).toList()));
        if (smallest.getNumStates() > Language.MOST_STATES) {
            throw LanguageTooLargeException.ofStates(Language.MOST_STATES);
        }
        return smallest;
    }

    /** Whether one of these texts is too long for its list to be made the smallest automaton at once. */
    static boolean areOverlong(List<String> texts) {
        return texts.stream()
                .anyMatch(text -> text.getBytes(StandardCharsets.UTF_8).length > Automata.MAX_STRING_UNION_TERM_LENGTH);
    }

    /** The same language by a deterministic automaton whose states can all be reached and reach acceptance. */
    static Automaton trimmed(Automaton automaton) {
        try {
            Automaton trimmed = Operations.removeDeadStates(Operations.determinize(automaton, work(automaton)));
            if (trimmed.getNumStates() > Language.MOST_STATES) {
                throw LanguageTooLargeException.ofStates(Language.MOST_STATES);
            }
            boolean small =
                    trimmed.getNumTransitions() < SMALL && (long) trimmed.getNumStates() * labels(trimmed) < SMALL;
            return small ? MinimizationOperations.minimize(trimmed, MOST_WORK) : trimmed;
        } catch (TooComplexToDeterminizeException e) {
            throw LanguageTooLargeException.ofWork();
        }
    }

    /** Lucene counts states, but it is transitions that take time. */
    private static int work(Automaton automaton) {
        int perState = automaton.getNumTransitions() / Math.max(1, automaton.getNumStates());
        return MOST_WORK / Math.max(1, perState / 10);
    }

    private static int labels(Automaton automaton) {
        return automaton.getStartPoints().length;
    }

    /** The states of a trimmed automaton from which every text over the code points is accepted. */
    static BitSet acceptingAll(Automaton automaton) {
        int states = automaton.getNumStates();
        BitSet all = new BitSet();
        for (int state = 0; state < states; state++) {
            all.set(state, automaton.isAccept(state) && width(automaton, state) == CodePoints.ALL.size());
        }
        for (boolean changed = !all.isEmpty(); changed; ) {
            int before = all.cardinality();
            for (int state = all.previousSetBit(states); state >= 0; state = all.previousSetBit(state - 1)) {
                all.set(state, leadsInto(automaton, state, all));
            }
            changed = all.cardinality() < before;
        }
        return all;
    }

    private static long width(Automaton automaton, int state) {
        long width = 0;
        Transition transition = new Transition();
        int count = automaton.initTransition(state, transition);
        for (int i = 0; i < count; i++) {
            automaton.getNextTransition(transition);
            width += transition.max - transition.min + 1;
        }
        return width;
    }

    private static boolean leadsInto(Automaton automaton, int state, BitSet states) {
        Transition transition = new Transition();
        int count = automaton.initTransition(state, transition);
        for (int i = 0; i < count; i++) {
            automaton.getNextTransition(transition);
            if (!states.get(transition.dest)) {
                return false;
            }
        }
        return true;
    }
}
