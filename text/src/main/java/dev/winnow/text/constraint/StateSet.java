package dev.winnow.text.constraint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an output may be of several kinds that what has come does not tell apart: whatever one of these allows may
 * come. Made of different states, at least two.
 */
final class StateSet implements State {
    private static final int MOST_MEMBERS = 2_048;

    private final List<State> members;
    private final int hash;
    private volatile @Nullable Ending ending;

    private StateSet(List<State> members) {
        this.members = members;
        // The order is that of the schema, and equal sets may be found in another one.
        this.hash = members.stream().mapToInt(State::hashCode).sum();
    }

    /** One state for all of these; null if there are none. */
    static @Nullable State of(List<State> states) {
        if (states.size() < 2) {
            return states.isEmpty() ? null : states.get(0);
        }
        Set<State> members = new LinkedHashSet<>();
        for (State state : states) {
            if (state instanceof StateSet set) {
                members.addAll(set.members);
            } else {
                members.add(state);
            }
        }
        if (members.size() > MOST_MEMBERS) {
            return new StateSet(fewer(members));
        }
        return members.size() == 1 ? members.iterator().next() : new StateSet(List.copyOf(members));
    }

    /**
     * Some of very many: kinds that are not told apart level after level would come to ever more. The nearest end is
     * kept, so that the output can be completed as before; what only the others allow is forbidden.
     */
    private static List<State> fewer(Set<State> members) {
        List<State> all = List.copyOf(members);
        State nearest = all.get(0);
        for (State member : all) {
            nearest = member.ending().cost() < nearest.ending().cost() ? member : nearest;
        }
        List<State> fewer = new ArrayList<>(all.subList(0, MOST_MEMBERS - 1));
        if (!fewer.contains(nearest)) {
            fewer.add(nearest);
        }
        return List.copyOf(fewer);
    }

    /** Either of two, of which one or both may be missing. */
    static @Nullable State either(@Nullable State one, @Nullable State other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return of(List.of(one, other));
    }

    List<State> members() {
        return members;
    }

    @Override
    public @Nullable State step(int value) {
        List<State> next = new ArrayList<>(members.size());
        for (State member : members) {
            State after = member.step(value);
            if (after != null) {
                next.add(after);
            }
        }
        return of(next);
    }

    @Override
    public Ending ending() {
        Ending best = ending;
        if (best == null) {
            best = members.get(0).ending();
            for (State member : members) {
                best = member.ending().cost() < best.cost() ? member.ending() : best;
            }
            ending = best;
        }
        return best;
    }

    @Override
    public int forced() {
        int forced = members.get(0).forced();
        for (State member : members) {
            if (member.complete() || member.forced() != forced) {
                return NO_BYTE;
            }
        }
        return forced;
    }

    @Override
    public boolean complete() {
        return members.stream().anyMatch(State::complete);
    }

    @Override
    public boolean withinCharacter() {
        return members.stream().anyMatch(State::withinCharacter);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateSet set
                && hash == set.hash
                && members.size() == set.members.size()
                && members.containsAll(set.members);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
