package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.List;

/** All that a value must fit at one place, in the order in which it was found. Nothing means any value. */
record Conjunction(List<Conjunct> parts) {
    static final Conjunction ANY = new Conjunction(List.of());

    Conjunction {
        parts = List.copyOf(parts);
    }

    static Conjunction of(Conjunct part) {
        return new Conjunction(List.of(part));
    }

    static Conjunction of(Subschema schema) {
        return of(Conjunct.of(schema));
    }

    Conjunction and(Conjunction more) {
        if (parts.isEmpty() || more.parts.isEmpty() || equals(more)) {
            return parts.isEmpty() ? more : this;
        }
        List<Conjunct> all = new ArrayList<>(parts);
        for (Conjunct part : more.parts) {
            if (!all.contains(part)) {
                all.add(part);
            }
        }
        return new Conjunction(all);
    }
}
