package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Products and unions of alternatives, for one schema. Their number and the work that they take are bounded, so that no
 * schema takes for ever. Not thread-safe.
 */
final class Combinations {
    private long work;

    /** Those that are in both, in the order of the first. */
    List<Variant> product(List<Variant> some, List<Variant> others) {
        if (some.size() == 1 && some.get(0).equals(Variant.ANY)) {
            return others;
        }
        if (others.size() == 1 && others.get(0).equals(Variant.ANY)) {
            return some;
        }
        List<Variant> product = new ArrayList<>();
        for (Variant one : some) {
            for (Variant other : others) {
                spend(one, other);
                Variant both = one.and(other);
                if (!both.isEmpty()) {
                    product.add(both);
                    requireFew(product.size());
                }
            }
        }
        return List.copyOf(product);
    }

    /**
     * Those of either. The same one is taken once; that others are equal would take long to find and matters little.
     */
    List<Variant> union(List<Variant> some, List<Variant> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        Set<Variant> known = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Variant> union = new ArrayList<>(some.size() + others.size());
        for (List<Variant> part : List.of(some, others)) {
            for (Variant variant : part) {
                if (known.add(variant)) {
                    union.add(variant);
                }
            }
        }
        requireFew(union.size());
        return List.copyOf(union);
    }

    /** Counts the work of looking at two alternatives together. */
    void spend(Variant one, Variant other) {
        spend(1 + weight(one) + weight(other));
    }

    /** Counts work, and refuses the schema when it is too much. */
    void spend(long steps) {
        work += steps;
        if (work > SchemaLimits.WORK) {
            throw new SchemaTooLargeException(
                    Location.ROOT, "allOf", "its parts are combined in more ways than are followed");
        }
    }

    /** What a schema that must not fit has looked at does not count. */
    static List<Variant> withoutTrace(List<Variant> variants) {
        return variants.stream()
                .map(variant -> variant.withEvaluated(Evaluated.NOTHING))
                .toList();
    }

    private static long weight(Variant variant) {
        StringSet strings = variant.strings();
        NumberSet numbers = variant.numbers();
        ObjectSet objects = variant.objects();
        long divisors = numbers == null
                ? 0
                : numbers.multiplesOf().size() + numbers.notMultiplesOf().size();
        return (strings == null || strings.language().isAny()
                        ? 0
                        : strings.language().acceptor().states() / 16)
                + divisors * divisors
                + (objects == null ? 0 : objects.rules().size() / 8);
    }

    private static void requireFew(int variants) {
        if (variants > SchemaLimits.VARIANTS) {
            throw new SchemaTooLargeException(
                    Location.ROOT,
                    "anyOf",
                    "its alternatives come to more than " + SchemaLimits.VARIANTS + " combinations at one place");
        }
    }
}
