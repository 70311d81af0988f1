package dev.winnow.text.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.automaton.Automaton;

/**
 * The deterministic automaton of steps with conditions, over classes. A state is what came before, as far as conditions
 * ask for it, and a formula of what must hold of the rest.
 */
final class Situations {
    private static final long MOST_WORK = 8_000_000;

    /** Where each language of what came before stands, one by one; and what must hold of the rest. */
    private record Situation(List<Integer> before, Formula rest) {}

    private record Place(int step, List<Integer> before) {}

    private record Way(int step, Formula under) {}

    private final Steps steps;
    private final Alphabet alphabet;
    private final Work work = new Work(MOST_WORK);
    private final List<Language> behinds;
    private final Map<Place, Formula> formulas = new HashMap<>();
    private final Automaton automaton = new Automaton();
    private final Map<Situation, Integer> states = new HashMap<>();
    private final List<Situation> reached = new ArrayList<>();

    private Situations(Steps steps, Alphabet alphabet) {
        this.steps = steps;
        this.alphabet = alphabet;
        behinds = steps.behinds();
    }

    static Automaton of(Steps steps, Alphabet alphabet) {
        return new Situations(steps, alphabet).build();
    }

    private Automaton build() {
        List<Integer> before =
                behinds.stream().map(language -> language.acceptor().start()).toList();
        stateOf(new Situation(before, formula(new Place(steps.start(), before))));
        for (int state = 0; state < reached.size(); state++) {
            Situation situation = reached.get(state);
            automaton.setAccept(state, endsWell(situation.rest()));
            for (int codePointClass = 0; codePointClass < alphabet.classes(); codePointClass++) {
                Situation next = next(situation, codePointClass);
                if (!next.rest().isFalse()) {
                    automaton.addTransition(state, stateOf(next), codePointClass);
                }
            }
        }
        automaton.finishState();
        return automaton;
    }

    private int stateOf(Situation situation) {
        return states.computeIfAbsent(situation, unknown -> {
            work.spend(10L * alphabet.classes() * (1L + behinds.size()));
            reached.add(situation);
            return automaton.createState();
        });
    }

    /** Whether a text may end where this must hold of the rest: no step can be taken any more. */
    private static boolean endsWell(Formula rest) {
        return rest.clauses().stream().anyMatch(clause -> Arrays.stream(clause.literals())
                .allMatch(literal -> literal < 0 || literal == Steps.FINISHED));
    }

    private Situation next(Situation situation, int codePointClass) {
        if (situation.rest().isTrue()) {
            return situation;
        }
        int codePoint = alphabet.representative(codePointClass);
        List<Integer> before = new ArrayList<>();
        for (int i = 0; i < behinds.size(); i++) {
            int at = situation.before().get(i);
            before.add(at < 0 ? at : behinds.get(i).acceptor().next(at, codePoint));
        }
        Formula rest = Formula.FALSE;
        for (Clause clause : situation.rest().clauses()) {
            Formula all = Formula.TRUE;
            for (int literal : clause.literals()) {
                Formula one = taken(literal < 0 ? ~literal : literal, codePointClass, before);
                all = all.and(literal < 0 ? one.negated(work) : one, work);
            }
            rest = rest.or(all, work);
        }
        // What is true already needs no memory of what came before.
        return new Situation(rest.isTrue() ? List.of() : before, rest);
    }

    private Formula taken(int step, int codePointClass, List<Integer> before) {
        work.spend(2);
        return steps.step(step) instanceof Step.One one
                        && alphabet.classesOf(one.set()).get(codePointClass)
                ? formula(new Place(one.next(), before))
                : Formula.FALSE;
    }

    private Formula formula(Place place) {
        Formula known = formulas.get(place);
        if (known == null) {
            known = expanded(place);
            formulas.put(place, known);
        }
        return known;
    }

    /** Follows all that takes no code point; a way that comes round to where it was asks for nothing new. */
    private Formula expanded(Place place) {
        Formula formula = Formula.FALSE;
        Set<Way> seen = new HashSet<>();
        Deque<Way> open = new ArrayDeque<>(List.of(new Way(place.step(), Formula.TRUE)));
        while (!open.isEmpty()) {
            Way way = open.pop();
            work.spend(10L + way.under().clauses().size());
            if (way.under().isFalse() || !seen.add(way)) {
                continue;
            }
            Step step = steps.step(way.step());
            if (step instanceof Step.Fork fork) {
                fork.ways().forEach(next -> open.push(new Way(next, way.under())));
            } else if (step instanceof Step.Ahead ahead) {
                Formula body = formula(new Place(ahead.body(), place.before()));
                Formula condition = ahead.negative() ? body.negated(work) : body;
                open.push(new Way(ahead.next(), way.under().and(condition, work)));
            } else if (step instanceof Step.Behind behind) {
                int at = place.before().get(behinds.indexOf(behind.before()));
                boolean holds = at >= 0 && behind.before().acceptor().accepts(at);
                if (holds != behind.negative()) {
                    open.push(new Way(behind.next(), way.under()));
                }
            } else {
                Formula last = way.step() == Steps.FOUND ? Formula.TRUE : Formula.of(way.step());
                formula = formula.or(way.under().and(last, work), work);
            }
        }
        return formula;
    }
}
