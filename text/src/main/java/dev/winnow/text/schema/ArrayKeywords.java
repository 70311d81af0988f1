package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The keywords of arrays. */
final class ArrayKeywords {
    private ArrayKeywords() {}

    /** A list of schemas for the first items: {@code prefixItems}, and {@code items} before 2020-12. */
    record Prefix(String name) implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<Conjunction> items = new ArrayList<>();
            if (!schema.node().get(name).isArray()) {
                expansion
                        .findings()
                        .refuse(
                                schema.at(),
                                name,
                                "it must be a list of schemas",
                                "list one for each of the first items");
                return List.of(Variant.ANY);
            }
            for (int i = 0; i < schema.node().get(name).size(); i++) {
                items.add(Conjunction.of(expansion.document().child(schema, name, i)));
            }
            return arrays(ArraySet.of(items, Conjunction.ANY), Evaluated.items(items.size()));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> misfits = new ArrayList<>();
            for (int i = 0; i < schema.node().get(name).size(); i++) {
                List<Conjunction> items = new ArrayList<>(Collections.nCopies(i, Conjunction.ANY));
                items.add(Conjunction.of(
                        Conjunct.of(expansion.document().child(schema, name, i)).not()));
                misfits.add(Variant.of(
                        ArraySet.of(items, Conjunction.ANY).and(ArraySet.counted(i + 1, Integer.MAX_VALUE))));
            }
            return misfits;
        }
    }

    /** One schema for all items behind the first ones: {@code items}, and {@code additionalItems} before 2020-12. */
    record Rest(String name) implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            int first = first(schema);
            List<Conjunction> prefix = Collections.nCopies(first, Conjunction.ANY);
            Conjunction rest = Conjunction.of(expansion.document().child(schema, name));
            return arrays(ArraySet.of(prefix, rest), Evaluated.items(Integer.MAX_VALUE));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            int first = first(schema);
            Subschema rest = expansion.document().child(schema, name);
            if (rest.node().isBoolean()) {
                return rest.node().booleanValue()
                        ? List.of()
                        : List.of(Variant.of(ArraySet.counted(first + 1, Integer.MAX_VALUE)));
            }
            Conjunct misfit = Conjunct.of(rest).not();
            if (first == 0) {
                return List.of(Variant.of(ArraySet.containing(new ArraySet.Containment(misfit, 1, Integer.MAX_VALUE))));
            }
            expansion.findings().misfitsChecked(schema.at(), name);
            return List.of(Variant.of(ArraySet.counted(first + 1, Integer.MAX_VALUE)));
        }

        private int first(Subschema schema) {
            JsonNode prefix = schema.node().path(name.equals("additionalItems") ? "items" : "prefixItems");
            boolean counts = name.equals("additionalItems") || schema.dialect().since(Dialect.DRAFT_2020_12);
            return counts && prefix.isArray() ? prefix.size() : 0;
        }
    }

    /** {@code items}, which is either of the two. */
    record Items() implements Keyword {
        private static final Keyword LIST = new Prefix("items");
        private static final Keyword ONE = new Rest("items");

        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return meant(schema).fits(schema, expansion);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return meant(schema).misfits(schema, expansion);
        }

        private static Keyword meant(Subschema schema) {
            boolean list =
                    schema.node().get("items").isArray() && schema.dialect().until(Dialect.DRAFT_2019_09);
            return list ? LIST : ONE;
        }
    }

    /** {@code additionalItems}, which says nothing unless {@code items} is a list. */
    record AdditionalItems() implements Keyword {
        private static final Keyword REST = new Rest("additionalItems");

        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return schema.node().path("items").isArray() ? REST.fits(schema, expansion) : List.of(Variant.ANY);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return schema.node().path("items").isArray() ? REST.misfits(schema, expansion) : List.of();
        }
    }

    /** {@code contains} with {@code minContains} and {@code maxContains}. */
    record Contains() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            ArraySet.Containment containment = containment(schema, expansion);
            boolean says = containment.min() > 0 || containment.max() < Integer.MAX_VALUE;
            Evaluated evaluated = schema.dialect().since(Dialect.DRAFT_2020_12)
                    ? new Evaluated(NameSet.NONE, 0, true)
                    : Evaluated.NOTHING;
            return arrays(says ? ArraySet.containing(containment) : ArraySet.ANY, evaluated);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            ArraySet.Containment containment = containment(schema, expansion);
            List<Variant> misfits = new ArrayList<>();
            if (containment.min() > 0) {
                misfits.add(Variant.of(
                        ArraySet.containing(new ArraySet.Containment(containment.part(), 0, containment.min() - 1))));
            }
            if (containment.max() < Integer.MAX_VALUE) {
                misfits.add(Variant.of(ArraySet.containing(
                        new ArraySet.Containment(containment.part(), containment.max() + 1, Integer.MAX_VALUE))));
            }
            return misfits;
        }

        private static ArraySet.Containment containment(Subschema schema, Expansion expansion) {
            boolean counted = schema.dialect().since(Dialect.DRAFT_2019_09);
            int min = counted ? Counts.read(schema, "minContains", 1, expansion.findings()) : 1;
            int max = counted
                    ? Counts.read(schema, "maxContains", Integer.MAX_VALUE, expansion.findings())
                    : Integer.MAX_VALUE;
            return new ArraySet.Containment(Conjunct.of(expansion.document().child(schema, "contains")), min, max);
        }
    }

    /** {@code uniqueItems}. */
    record UniqueItems() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            if (!schema.node().get("uniqueItems").isBoolean()) {
                expansion
                        .findings()
                        .refuse(schema.at(), "uniqueItems", "it must be true or false", "write one of these");
            }
            boolean unique = schema.node().get("uniqueItems").asBoolean(false);
            return unique ? arrays(ArraySet.ofUniqueItems()) : List.of(Variant.ANY);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            if (!schema.node().get("uniqueItems").asBoolean(false)) {
                return List.of();
            }
            expansion.findings().misfitsChecked(schema.at(), "uniqueItems");
            return List.of(Variant.of(ArraySet.counted(2, Integer.MAX_VALUE)));
        }
    }

    private static List<Variant> arrays(ArraySet arrays) {
        return arrays(arrays, Evaluated.NOTHING);
    }

    private static List<Variant> arrays(ArraySet arrays, Evaluated evaluated) {
        return List.of(Variant.ANY.withArrays(arrays).withEvaluated(evaluated));
    }
}
