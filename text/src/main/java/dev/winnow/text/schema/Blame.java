package dev.winnow.text.schema;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the place in a schema that leaves no value, behind what is required above it. */
final class Blame {
    private final Map<Conjunction, Values> places;
    private final Expansion expansion;
    private final Set<Conjunction> seen = new HashSet<>();

    Blame(Map<Conjunction, Values> places, Expansion expansion) {
        this.places = places;
        this.expansion = expansion;
    }

    Location of(Conjunction place) {
        seen.add(place);
        for (Variant variant : expansion.of(place)) {
            ObjectSet objects = variant.objects();
            if (objects != null) {
                for (String name : objects.required()) {
                    Conjunction value = objects.value(name);
                    if (isImpossible(value)) {
                        return of(value);
                    }
                }
            }
            ArraySet arrays = variant.arrays();
            if (arrays != null) {
                for (int i = 0; i < Math.min(arrays.min(), arrays.prefix().size() + 1); i++) {
                    if (isImpossible(arrays.item(i))) {
                        return of(arrays.item(i));
                    }
                }
            }
        }
        return place.parts().isEmpty()
                ? Location.ROOT
                : place.parts().get(0).schema().at();
    }

    private boolean isImpossible(Conjunction value) {
        Values values = places.get(value);
        return values != null && !values.isPossible() && !seen.contains(value);
    }
}
