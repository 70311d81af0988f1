package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The keywords that apply other schemas to the same value. */
final class ApplicatorKeywords {
    private ApplicatorKeywords() {}

    /** {@code allOf}. */
    record AllOf() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<Variant> all = List.of(Variant.ANY);
            for (Conjunct part : parts(schema, "allOf", expansion)) {
                all = expansion.product(all, expansion.of(part));
            }
            return all;
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> any = List.of();
            for (Conjunct part : parts(schema, "allOf", expansion)) {
                any = expansion.union(any, expansion.of(part.not()));
            }
            return any;
        }
    }

    /** {@code anyOf}. */
    record AnyOf() implements Keyword {
        private static final int MOST_SUBSETS = 6;

        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<Conjunct> parts = parts(schema, "anyOf", expansion);
            if (expansion.document().tracksEvaluation()) {
                return subsets(schema, parts, expansion);
            }
            List<Variant> any = List.of();
            for (Conjunct part : parts) {
                any = expansion.union(any, expansion.of(part));
            }
            return any;
        }

        /** Each of those that fit may have looked at other parts of the value. */
        private static List<Variant> subsets(Subschema schema, List<Conjunct> parts, Expansion expansion) {
            if (parts.size() > MOST_SUBSETS) {
                throw new SchemaTooLargeException(
                        schema.at(),
                        "anyOf",
                        "with unevaluated parts at most " + MOST_SUBSETS + " alternatives are followed");
            }
            List<Variant> any = List.of();
            for (int subset = 1; subset < 1 << parts.size(); subset++) {
                List<Variant> all = List.of(Variant.ANY);
                for (int i = 0; i < parts.size(); i++) {
                    if ((subset >> i & 1) == 1) {
                        all = expansion.product(all, expansion.of(parts.get(i)));
                    }
                }
                any = expansion.union(any, all);
            }
            return any;
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> none = List.of(Variant.ANY);
            for (Conjunct part : parts(schema, "anyOf", expansion)) {
                none = expansion.product(none, expansion.of(part.not()));
            }
            return none;
        }
    }

    /** {@code oneOf}. */
    record OneOf() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<Conjunct> parts = parts(schema, "oneOf", expansion);
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
                                Combinations.withoutTrace(
                                        expansion.of(parts.get(i).not())));
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
            List<Conjunct> parts = parts(schema, "oneOf", expansion);
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

    /** {@code not}. */
    record Not() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return Combinations.withoutTrace(
                    expansion.of(part(schema, expansion).not()));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return expansion.of(part(schema, expansion));
        }

        private static Conjunct part(Subschema schema, Expansion expansion) {
            return Conjunct.of(expansion.document().child(schema, "not"));
        }
    }

    /** {@code if} with {@code then} and {@code else}. */
    record If() implements Keyword {
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

        private static List<Variant> misfits(
                Conjunct condition, Subschema schema, String keyword, Expansion expansion) {
            return schema.node().has(keyword)
                    ? expansion.product(
                            expansion.of(condition),
                            expansion.of(Conjunct.of(expansion.document().child(schema, keyword))
                                    .not()))
                    : List.of();
        }
    }

    /** What says something only through the keyword beside it. */
    record Companion() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return List.of(Variant.ANY);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return List.of();
        }
    }

    private static List<Conjunct> parts(Subschema schema, String keyword, Expansion expansion) {
        JsonNode list = schema.node().get(keyword);
        List<Conjunct> parts = new ArrayList<>();
        if (!list.isArray()) {
            expansion.findings().refuse(schema.at(), keyword, "it must be a list of schemas", "list the schemas");
            return parts;
        }
        for (int i = 0; i < list.size(); i++) {
            parts.add(Conjunct.of(expansion.document().child(schema, keyword, i)));
        }
        return parts;
    }
}
