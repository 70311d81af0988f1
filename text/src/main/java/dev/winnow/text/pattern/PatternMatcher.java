package dev.winnow.text.pattern;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a pattern is found in a finished text, by following all ways through its steps at once (K. Thompson, 1968):
 * for patterns of which the automaton would be too large, since one text meets few of its states. Takes time that grows
 * with the text and the pattern, and by a power of the text only for look-ahead within look-ahead. Thread-safe.
 */
public final class PatternMatcher {
    private static final long MOST_WORK = 50_000_000;

    private final Steps steps;

    PatternMatcher(Steps steps) {
        this.steps = steps;
    }

    /**
     * Whether the pattern is found.
     *
     * @throws LanguageTooLargeException if it takes too much to find out
     */
    public boolean finds(String text) {
        return new Reading(text.codePoints().toArray()).isFoundFrom(steps.start(), 0);
    }

    /** A condition, and where it is asked. */
    private record Question(int body, int place) {}

    private final class Reading {
        private final int[] text;
        private final int[][] before;
        private final Map<Question, Boolean> answers = new HashMap<>();
        private final Work work = new Work(MOST_WORK);

        Reading(int[] text) {
            this.text = text;
            this.before = new int[steps.behinds().size()][];
            for (int i = 0; i < before.length; i++) {
                before[i] = states(steps.behinds().get(i).acceptor());
            }
        }

        /** The state of a language before each place. */
        private int[] states(Acceptor behind) {
            int[] states = new int[text.length + 1];
            states[0] = behind.start();
            for (int i = 0; i < text.length; i++) {
                states[i + 1] = states[i] < 0 ? states[i] : behind.next(states[i], text[i]);
            }
            return states;
        }

        boolean isFoundFrom(int start, int from) {
            BitSet here = new BitSet();
            reach(start, from, here, new BitSet());
            for (int place = from; place < text.length && !here.get(Steps.FOUND); place++) {
                BitSet next = new BitSet();
                BitSet seen = new BitSet();
                for (int step = here.nextSetBit(0); step >= 0; step = here.nextSetBit(step + 1)) {
                    work.spend(1);
                    if (steps.step(step) instanceof Step.One one && one.set().contains(text[place])) {
                        reach(one.next(), place + 1, next, seen);
                    }
                }
                if (next.isEmpty()) {
                    return false;
                }
                here = next;
            }
            // Only the last places are at the text's end.
            return here.get(Steps.FOUND) || here.get(Steps.FINISHED);
        }

        /** Adds where one is from a step on without taking a code point. */
        private void reach(int from, int place, BitSet reached, BitSet seen) {
            Deque<Integer> open = new ArrayDeque<>();
            open.push(from);
            while (!open.isEmpty()) {
                int at = open.pop();
                if (seen.get(at)) {
                    continue;
                }
                seen.set(at);
                work.spend(1);
                Step step = steps.step(at);
                if (step instanceof Step.Fork fork) {
                    fork.ways().forEach(open::push);
                } else if (step instanceof Step.Ahead ahead) {
                    if (answer(ahead.body(), place) != ahead.negative()) {
                        open.push(ahead.next());
                    }
                } else if (step instanceof Step.Behind behind) {
                    int state = before[steps.behinds().indexOf(behind.before())][place];
                    boolean holds = state >= 0 && behind.before().acceptor().accepts(state);
                    if (holds != behind.negative()) {
                        open.push(behind.next());
                    }
                } else {
                    reached.set(at);
                }
            }
        }

        private boolean answer(int body, int place) {
            Question question = new Question(body, place);
            Boolean known = answers.get(question);
            if (known == null) {
                known = isFoundFrom(body, place);
                answers.put(question, known);
            }
            return known;
        }
    }
}
