package dev.winnow.text.schema;

import java.util.List;

/** {@code oneOf}. */
record OneOfKeyword() implements Keyword {
    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        List<Conjunct> parts = Operands.schemas(schema, "oneOf", expansion);
        List<Variant> one = List.of();
        for (int i = 0; i < parts.size(); i++) {
            for (Variant variant : expansion.of(parts.get(i))) {
                one = expansion.union(one, alone(variant, i, parts, schema, expansion));
            }
        }
        return one;
    }

    /** The values of a variant that no other alternative fits. */
    private static List<Variant> alone(
            Variant variant, int own, List<Conjunct> parts, Subschema schema, Expansion expansion) {
        List<Variant> alone = List.of(variant);
        for (int i = 0; i < parts.size(); i++) {
            if (i != own && overlaps(variant, expansion.of(parts.get(i)), expansion)) {
                try {
                    alone = expansion.product(
                            alone,
                            Combinations.withoutTrace(expansion.of(parts.get(i).not())));
                } catch (SchemaTooLargeException e) {
                    expansion
                            .findings()
                            .checkedAfterwards(schema.at(), "oneOf", "its alternatives overlap in too many ways");
                    return List.of(variant);
                }
            }
        }
        return alone;
    }

    private static boolean overlaps(Variant variant, List<Variant> others, Expansion expansion) {
        return others.stream().anyMatch(other -> {
            expansion.spend(variant, other);
            return expansion.mayHaveValues(variant.and(other));
        });
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        List<Conjunct> parts = Operands.schemas(schema, "oneOf", expansion);
        List<Variant> misfits = List.of(Variant.ANY);
        for (Conjunct part : parts) {
            misfits = expansion.product(misfits, expansion.of(part.not()));
        }
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                misfits = expansion.union(
                        misfits, expansion.product(expansion.of(parts.get(i)), expansion.of(parts.get(j))));
            }
        }
        return misfits;
    }
}
