package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes steps from the end of a pattern to its beginning, so that each part knows what follows it: that is what a
 * condition on what comes next is about.
 */
final class StepWriter {
    /** Repetitions are written out. */
    private static final int MOST = 40_000;

    private static final int MOST_BEHINDS = 8;

    private final List<Step> steps = new ArrayList<>();
    private final Set<CodePoints> sets = new LinkedHashSet<>();
    private final Map<Node, Language> behinds = new LinkedHashMap<>();
    private boolean looks;

    StepWriter() {
        add(new Step.Last());
        add(new Step.Last());
        sets.add(CodePoints.ALL);
    }

    /** All that has been written. */
    Steps from(int start) {
        return new Steps(steps, start, sets, List.copyOf(behinds.values()), looks);
    }

    /**
     * Writes how to look for a pattern: what begins with ^ starts at the beginning, all else anywhere.
     *
     * @param found whether anything may follow, or the text has to end there
     */
    int search(Node pattern, boolean found) {
        List<Integer> atStart = new ArrayList<>();
        List<Integer> anywhere = new ArrayList<>();
        for (Node way : pattern instanceof Node.Choice choice ? choice.ways() : List.of(pattern)) {
            List<Node> parts = way instanceof Node.Sequence sequence ? sequence.parts() : List.of(way);
            boolean first = !parts.isEmpty() && parts.get(0).equals(Node.START);
            boolean last = found
                    && parts.size() > (first ? 1 : 0)
                    && parts.get(parts.size() - 1).equals(Node.END);
            List<Node> inner = parts.subList(first ? 1 : 0, parts.size() - (last ? 1 : 0));
            int next = last || !found ? Steps.FINISHED : Steps.FOUND;
            (first ? atStart : anywhere).add(after(new Node.Sequence(inner), next));
        }
        if (!anywhere.isEmpty()) {
            int loop = add(new Step.Fork(List.of()));
            anywhere.add(add(new Step.One(CodePoints.ALL, loop)));
            steps.set(loop, new Step.Fork(anywhere));
            atStart.add(loop);
        }
        return fork(atStart);
    }

    /** Writes what a node says, so that it leads to the next step. */
    int after(Node node, int next) {
        if (node instanceof Node.Chars chars) {
            sets.add(chars.set());
            return add(new Step.One(chars.set(), next));
        }
        if (node instanceof Node.Sequence sequence) {
            int at = next;
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                at = after(sequence.parts().get(i), at);
            }
            return at;
        }
        if (node instanceof Node.Choice choice) {
            return fork(choice.ways().stream().map(way -> after(way, next)).toList());
        }
        if (node instanceof Node.Repetition repetition) {
            return repeated(repetition, next);
        }
        return condition((Node.Look) node, next);
    }

    private int repeated(Node.Repetition repetition, int next) {
        int at = next;
        int copies = repetition.least();
        if (repetition.most() == Node.UNBOUNDED) {
            int loop = add(new Step.Fork(List.of()));
            int body = after(repetition.body(), loop);
            steps.set(loop, new Step.Fork(List.of(body, next)));
            at = copies > 0 ? body : loop;
            copies--;
        } else {
            for (int i = repetition.least(); i < repetition.most(); i++) {
                int body = after(repetition.body(), at);
                if (body == at) {
                    break;
                }
                at = fork(List.of(body, next));
            }
        }
        for (int i = 0; i < copies; i++) {
            int body = after(repetition.body(), at);
            if (body == at) {
                break;
            }
            at = body;
        }
        return at;
    }

    private int condition(Node.Look look, int next) {
        looks = true;
        if (look.ahead()) {
            return add(new Step.Ahead(after(look.body(), Steps.FOUND), look.negative(), next));
        }
        Language before = behinds.get(look.body());
        if (before == null) {
            before = before(look.body());
            behinds.put(look.body(), before);
        }
        return add(new Step.Behind(before, look.negative(), next));
    }

    private Language before(Node body) {
        Steps behind = Steps.endingWith(body);
        if (behind.looks()) {
            throw new UnreadablePatternException("it looks around within a look-behind, which is not run here");
        }
        if (behinds.size() >= MOST_BEHINDS) {
            throw new UnreadablePatternException(
                    "it looks behind for more than " + MOST_BEHINDS + " different things, which is not run here");
        }
        sets.addAll(behind.sets());
        return Patterns.language(behind);
    }

    private int fork(List<Integer> ways) {
        return ways.size() == 1 ? ways.get(0) : add(new Step.Fork(List.copyOf(ways)));
    }

    private int add(Step step) {
        if (steps.size() >= MOST) {
            throw LanguageTooLargeException.ofStates(MOST);
        }
        steps.add(step);
        return steps.size() - 1;
    }
}
