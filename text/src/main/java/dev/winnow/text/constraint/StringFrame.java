package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape.StringShape;
import java.util.ArrayList;
import java.util.List;

/** A string that is open at one place of an output: its bounds, and what follows its closing quote. */
final class StringFrame {
    private final TokenTrie trie;
    private final Filler filler;
    private final StringShape shape;
    private final State after;
    private final StringState free = new StringState(this, 0, Integer.MAX_VALUE, CharacterBytes.BETWEEN);

    /** Endings between two characters, by how many characters are still needed. */
    private final List<Ending> endings = new ArrayList<>();

    StringFrame(TokenTrie trie, Filler filler, StringShape shape, State after) {
        this.trie = trie;
        this.filler = filler;
        this.shape = shape;
        this.after = after;
    }

    State start() {
        return Choice.only(trie, "\"", () -> state(shape.minLength(), shape.maxLength(), CharacterBytes.BETWEEN));
    }

    State after() {
        return after;
    }

    /** The state with so many characters still needed and still possible. */
    StringState state(int needed, int possible, int mode) {
        boolean isFree = needed == 0 && possible == Integer.MAX_VALUE && mode == CharacterBytes.BETWEEN;
        return isFree ? free : new StringState(this, needed, possible, mode);
    }

    /** The nearest end from within a character, or between two, after which so many are still needed. */
    Ending ending(int mode, int needed) {
        return filler.complete(mode, between(needed));
    }

    private synchronized Ending between(int needed) {
        if (endings.isEmpty()) {
            endings.add(Ending.of('"', after.ending(), trie));
        }
        while (endings.size() <= needed) {
            endings.add(filler.character(endings.get(endings.size() - 1)));
        }
        return endings.get(needed);
    }
}
