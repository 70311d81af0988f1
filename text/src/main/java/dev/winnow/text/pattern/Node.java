package dev.winnow.text.pattern;

import java.util.List;

/** What a pattern says. Groups are gone: what is in them stands in their place. */
sealed interface Node {
    /** What no bound is set to. */
    int UNBOUNDED = Integer.MAX_VALUE;

    Node NOTHING = new Sequence(List.of());
    Node START = new Look(new Chars(CodePoints.ALL), false, true);
    Node END = new Look(new Chars(CodePoints.ALL), true, true);

    /** One of these code points. */
    record Chars(CodePoints set) implements Node {}

    /** One after the other. */
    record Sequence(List<Node> parts) implements Node {}

    /** One of these. */
    record Choice(List<Node> ways) implements Node {}

    /** The same several times. */
    record Repetition(Node body, int least, int most) implements Node {}

    /**
     * A condition on what comes next or what came before.
     *
     * @param ahead whether it is on what comes next
     * @param negative whether it must not be so
     */
    record Look(Node body, boolean ahead, boolean negative) implements Node {}
}
