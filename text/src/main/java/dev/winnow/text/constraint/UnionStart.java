package dev.winnow.text.constraint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Before a value of one of several kinds, which its first byte tells apart. */
final class UnionStart implements State {
    private final List<State> alternatives;
    private volatile @Nullable Ending ending;

    UnionStart(List<State> alternatives) {
        this.alternatives = List.copyOf(alternatives);
    }

    @Override
    public @Nullable State step(int value) {
        for (State alternative : alternatives) {
            State next = alternative.step(value);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    @Override
    public Ending ending() {
        Ending best = ending;
        if (best == null) {
            best = alternatives.get(0).ending();
            for (State alternative : alternatives) {
                best = alternative.ending().cost() < best.cost() ? alternative.ending() : best;
            }
            ending = best;
        }
        return best;
    }

    @Override
    public int forced() {
        return NO_BYTE;
    }
}
