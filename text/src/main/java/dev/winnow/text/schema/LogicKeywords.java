package dev.winnow.text.schema;

import java.util.List;

/** The keywords that apply other schemas to the same value: to all of them, to any, to none it must fit. */
final class LogicKeywords {
    private LogicKeywords() {}

    /** {@code allOf}. */
    record AllOf() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<Variant> all = List.of(Variant.ANY);
            for (Conjunct part : Operands.schemas(schema, "allOf", expansion)) {
                all = expansion.product(all, expansion.of(part));
            }
            return all;
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> any = List.of();
            for (Conjunct part : Operands.schemas(schema, "allOf", expansion)) {
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
            List<Conjunct> parts = Operands.schemas(schema, "anyOf", expansion);
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
            for (Conjunct part : Operands.schemas(schema, "anyOf", expansion)) {
                none = expansion.product(none, expansion.of(part.not()));
            }
            return none;
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
}
