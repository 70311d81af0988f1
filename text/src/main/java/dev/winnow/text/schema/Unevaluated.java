package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code unevaluatedProperties} and {@code unevaluatedItems}: what they say depends on all that the schema beside them
 * says, so they come last.
 */
final class Unevaluated {
    private static final List<String> KEYWORDS = List.of("unevaluatedProperties", "unevaluatedItems");

    private Unevaluated() {}

    static List<Variant> apply(Subschema schema, List<Variant> variants, Expansion expansion) {
        if (!schema.dialect().since(Dialect.DRAFT_2019_09)) {
            KEYWORDS.stream()
                    .filter(schema.node()::has)
                    .forEach(keyword -> expansion.findings().ignored(schema.at(), keyword, Keywords.NOT_OF_DRAFT));
            return variants;
        }
        List<Variant> applied = variants;
        if (schema.node().has("unevaluatedProperties")) {
            expansion.findings().enforced(schema.at(), "unevaluatedProperties");
            applied = applied.stream()
                    .map(variant -> properties(variant, schema, expansion))
                    .filter(variant -> !variant.isEmpty())
                    .toList();
        }
        if (schema.node().has("unevaluatedItems")) {
            expansion.findings().enforced(schema.at(), "unevaluatedItems");
            applied = applied.stream()
                    .map(variant -> items(variant, schema, expansion))
                    .filter(variant -> !variant.isEmpty())
                    .toList();
        }
        return applied;
    }

    private static Variant properties(Variant variant, Subschema schema, Expansion expansion) {
        NameSet rest = variant.evaluated().names().complement();
        Conjunction value = Conjunction.of(expansion.document().child(schema, "unevaluatedProperties"));
        ObjectSet objects = ObjectSet.of(List.of(new ObjectSet.NameRule(rest, value)));
        return variant.and(Variant.ANY.withObjects(objects).withEvaluated(Evaluated.names(NameSet.ALL)));
    }

    private static Variant items(Variant variant, Subschema schema, Expansion expansion) {
        Evaluated evaluated = variant.evaluated();
        if (evaluated.contained()) {
            expansion
                    .findings()
                    .checkedAfterwards(
                            schema.at(), "unevaluatedItems", "which items contains has looked at is known at the end");
            return variant.and(Variant.ANY.withEvaluated(Evaluated.items(Integer.MAX_VALUE)));
        }
        if (evaluated.items() == Integer.MAX_VALUE) {
            return variant;
        }
        List<Conjunction> prefix = new ArrayList<>(Collections.nCopies(evaluated.items(), Conjunction.ANY));
        Conjunction rest = Conjunction.of(expansion.document().child(schema, "unevaluatedItems"));
        return variant.and(
                Variant.ANY.withArrays(ArraySet.of(prefix, rest)).withEvaluated(Evaluated.items(Integer.MAX_VALUE)));
    }

    static List<Variant> misfits(Subschema schema, Expansion expansion) {
        List<Variant> misfits = new ArrayList<>();
        for (String keyword : KEYWORDS) {
            if (schema.dialect().since(Dialect.DRAFT_2019_09) && schema.node().has(keyword)) {
                expansion.findings().misfitsChecked(schema.at(), keyword);
                misfits.add(
                        keyword.endsWith("Items")
                                ? Variant.of(ArraySet.counted(1, Integer.MAX_VALUE))
                                : Variant.of(ObjectSet.counted(1, Integer.MAX_VALUE)));
            }
        }
        return misfits;
    }
}
