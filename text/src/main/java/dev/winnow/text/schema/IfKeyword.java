package dev.winnow.text.schema;

import java.util.List;

/** {@code if} with {@code then} and {@code else}. */
record IfKeyword() implements Keyword {
    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        Conjunct condition = Conjunct.of(expansion.document().child(schema, "if"));
        boolean says = schema.node().has("then") || schema.node().has("else");
        if (!says && !expansion.document().tracksEvaluation()) {
            return List.of(Variant.ANY);
        }
        List<Variant> then = expansion.product(expansion.of(condition), branch(schema, "then", expansion));
        List<Variant> otherwise = expansion.product(
                Combinations.withoutTrace(expansion.of(condition.not())), branch(schema, "else", expansion));
        return expansion.union(then, otherwise);
    }

    private static List<Variant> branch(Subschema schema, String keyword, Expansion expansion) {
        return schema.node().has(keyword)
                ? expansion.of(Conjunct.of(expansion.document().child(schema, keyword)))
                : List.of(Variant.ANY);
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        Conjunct condition = Conjunct.of(expansion.document().child(schema, "if"));
        return expansion.union(
                misfits(condition, schema, "then", expansion), misfits(condition.not(), schema, "else", expansion));
    }

    private static List<Variant> misfits(Conjunct condition, Subschema schema, String keyword, Expansion expansion) {
        return schema.node().has(keyword)
                ? expansion.product(
                        expansion.of(condition),
                        expansion.of(Conjunct.of(expansion.document().child(schema, keyword))
                                .not()))
                : List.of();
    }
}
