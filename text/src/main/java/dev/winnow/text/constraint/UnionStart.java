package dev.winnow.text.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Before a value of one of several kinds. Its ending goes by the kind that is known to be shortest: to ask the others
 * for theirs might lead round in a circle, where a kind has itself within.
 */
final class UnionStart implements State {
    private final List<State> alternatives;
    private final Supplier<State> shortest;
    private volatile @Nullable Ending ending;

    /** Takes the kinds, and which of them it is shortest to go by, asked for when it is needed. */
    UnionStart(List<State> alternatives, Supplier<State> shortest) {
        this.alternatives = List.copyOf(alternatives);
        this.shortest = shortest;
    }

    List<State> alternatives() {
        return alternatives;
    }

    @Override
    public @Nullable State step(int value) {
        List<State> next = new ArrayList<>(2);
        for (State alternative : alternatives) {
            State after = alternative.step(value);
            if (after != null) {
                next.add(after);
            }
        }
        return StateSet.of(next);
    }

    @Override
    public Ending ending() {
        Ending known = ending;
        if (known == null) {
            known = shortest.get().ending();
            ending = known;
        }
        return known;
    }

    @Override
    public int forced() {
        int forced = alternatives.get(0).forced();
        for (State alternative : alternatives) {
            if (alternative.forced() != forced) {
                return NO_BYTE;
            }
        }
        return forced;
    }
}
