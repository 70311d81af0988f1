package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to read a pattern, with the lengths apart that it asks of the whole text: {@code ^.{1,2000}$} and
 * {@code ^(?=.{1,255}$)}. Counted by an automaton, each character would be a state.
 *
 * @param parts patterns that must all be found
 * @param min code points at least
 * @param max code points at most
 */
record Counted(List<Node> parts, int min, int max) {
    /** Repetitions of fewer characters are no trouble. */
    private static final int FEW = 16;

    /** A pattern as ways of which one is enough. */
    static List<Counted> ways(Node pattern) {
        List<Node> all = pattern instanceof Node.Choice choice ? choice.ways() : List.of(pattern);
        List<Counted> counted = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        for (Node way : all) {
            Node trimmed = Trimmed.of(way);
            Counted one = of(trimmed);
            if (one.isCounted()) {
                counted.add(one);
            } else {
                others.add(trimmed);
            }
        }
        if (!others.isEmpty()) {
            Node rest = others.size() == 1 ? others.get(0) : new Node.Choice(List.copyOf(others));
            counted.add(new Counted(List.of(rest), 0, Integer.MAX_VALUE));
        }
        return counted;
    }

    private boolean isCounted() {
        return min > 0 || max < Integer.MAX_VALUE;
    }

    private static Counted of(Node way) {
        List<Node> parts = way instanceof Node.Sequence sequence ? sequence.parts() : List.of(way);
        List<Node> all = new ArrayList<>();
        int min = 0;
        int max = Integer.MAX_VALUE;
        int at = 1;
        boolean first = !parts.isEmpty() && parts.get(0).equals(Node.START);
        Node.Repetition asked = first && at < parts.size() ? ahead(parts.get(at)) : null;
        while (asked != null) {
            min = Math.max(min, asked.least());
            max = Math.min(max, asked.most());
            all.add(only(asked.body()));
            at++;
            asked = at < parts.size() ? ahead(parts.get(at)) : null;
        }
        List<Node> rest = parts.subList(Math.min(at, parts.size()), parts.size());
        if (first && isWhole(rest) && isMany((Node.Repetition) rest.get(0))) {
            Node.Repetition whole = (Node.Repetition) rest.get(0);
            min = Math.max(min, whole.least());
            max = Math.min(max, whole.most());
            all.add(only(whole.body()));
        } else if (first) {
            List<Node> sequence = new ArrayList<>(List.of(Node.START));
            sequence.addAll(rest);
            all.add(new Node.Sequence(List.copyOf(sequence)));
        } else {
            all.add(way);
        }
        return new Counted(List.copyOf(all), min, max);
    }

    /** What a condition at the beginning asks of the whole text, if it counts characters; otherwise null. */
    private static Node.@Nullable Repetition ahead(Node node) {
        if (!(node instanceof Node.Look look) || !look.ahead() || look.negative() || node.equals(Node.END)) {
            return null;
        }
        List<Node> body = look.body() instanceof Node.Sequence sequence ? sequence.parts() : List.of(look.body());
        List<Node> inner = !body.isEmpty() && body.get(0).equals(Node.START) ? body.subList(1, body.size()) : body;
        return isWhole(inner) ? (Node.Repetition) inner.get(0) : null;
    }

    private static boolean isWhole(List<Node> parts) {
        return parts.size() == 2
                && parts.get(0) instanceof Node.Repetition repetition
                && repetition.body() instanceof Node.Chars
                && parts.get(1).equals(Node.END);
    }

    private static boolean isMany(Node.Repetition repetition) {
        return repetition.least() > FEW || (repetition.most() > FEW && repetition.most() != Node.UNBOUNDED);
    }

    /** Texts of nothing but these characters. */
    private static Node only(Node chars) {
        return new Node.Sequence(List.of(Node.START, new Node.Repetition(chars, 0, Node.UNBOUNDED), Node.END));
    }
}
