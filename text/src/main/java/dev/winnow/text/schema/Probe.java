package dev.winnow.text.schema;

import dev.winnow.text.pattern.Acceptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks a few levels deep whether alternatives have values in common: a property that tells them apart, mostly. */
final class Probe {
    private static final int DEEPEST = 3;

    private final Expansion expansion;

    Probe(Expansion expansion) {
        this.expansion = expansion;
    }

    boolean mayHaveValues(Variant variant, int depth) {
        return variant.nullFits()
                || variant.booleans() != 0
                || variant.numbers() != null
                || mayBe(variant.strings())
                || mayBe(variant.arrays(), depth)
                || mayBe(variant.objects(), depth);
    }

    private static boolean mayBe(@Nullable StringSet strings) {
        if (strings == null || strings.min() > SchemaLimits.SHORTEST_OUTPUT_BYTES) {
            return strings != null;
        }
        Acceptor acceptor = strings.language().acceptor();
        int shortest = acceptor.shortest(acceptor.start(), strings.min());
        return shortest != Acceptor.NEVER && shortest <= strings.max();
    }

    private boolean mayBe(@Nullable ArraySet arrays, int depth) {
        if (arrays == null) {
            return false;
        }
        int looked = Math.min(arrays.min(), arrays.prefix().size() + 1);
        for (int i = 0; i < looked; i++) {
            if (!mayHaveValues(arrays.item(i), depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean mayBe(@Nullable ObjectSet objects, int depth) {
        return objects != null
                && objects.required().stream().allMatch(name -> mayHaveValues(objects.value(name), depth));
    }

    private boolean mayHaveValues(Conjunction place, int depth) {
        expansion.spend(1);
        if (depth >= DEEPEST) {
            return true;
        }
        List<Variant> variants = expansion.of(place);
        return variants.stream().anyMatch(variant -> mayHaveValues(variant, depth + 1));
    }
}
