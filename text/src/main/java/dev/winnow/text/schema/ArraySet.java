package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that fit one combination of keywords.
 *
 * @param prefix what the first items must fit, one by one
 * @param rest what all items behind them must fit
 * @param min the fewest items
 * @param max the most, {@link Integer#MAX_VALUE} for any number
 * @param contained what some of the items must fit besides
 * @param unique whether no two items may be equal
 */
record ArraySet(
        List<Conjunction> prefix, Conjunction rest, int min, int max, List<Containment> contained, boolean unique) {
    static final ArraySet ANY = new ArraySet(List.of(), Conjunction.ANY, 0, Integer.MAX_VALUE, List.of(), false);

    /** So many of the items must fit this, the others must not if there is an upper bound. */
    record Containment(Conjunct part, int min, int max) {}

    ArraySet {
        prefix = List.copyOf(prefix);
        contained = List.copyOf(contained);
    }

    static ArraySet counted(int min, int max) {
        return new ArraySet(List.of(), Conjunction.ANY, min, max, List.of(), false);
    }

    static ArraySet of(List<Conjunction> prefix, Conjunction rest) {
        return new ArraySet(prefix, rest, 0, Integer.MAX_VALUE, List.of(), false);
    }

    static ArraySet containing(Containment containment) {
        return new ArraySet(List.of(), Conjunction.ANY, 0, Integer.MAX_VALUE, List.of(containment), false);
    }

    static ArraySet ofUniqueItems() {
        return new ArraySet(List.of(), Conjunction.ANY, 0, Integer.MAX_VALUE, List.of(), true);
    }

    Conjunction item(int index) {
        return index < prefix.size() ? prefix.get(index) : rest;
    }

    ArraySet and(ArraySet other) {
        if (equals(ANY) || other.equals(ANY)) {
            return equals(ANY) ? other : this;
        }
        int least = Math.max(min, other.min);
        int most = Math.min(max, other.max);
        List<Conjunction> items = new ArrayList<>();
        for (int i = 0; i < Math.max(prefix.size(), other.prefix.size()); i++) {
            items.add(item(i).and(other.item(i)));
        }
        List<Containment> both = new ArrayList<>(contained);
        other.contained.stream().filter(one -> !both.contains(one)).forEach(both::add);
        return new ArraySet(items, rest.and(other.rest), least, most, both, unique || other.unique);
    }

    boolean isEmpty() {
        return min > max || contained.stream().anyMatch(one -> one.min() > Math.min(max, one.max()));
    }
}
