package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.ObjectSet.NameRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keywords that say which properties must be there, and what it means that one is. */
final class PresenceKeywords {
    private PresenceKeywords() {}

    /** Objects in which a property may not be. */
    static ObjectSet without(String name, Expansion expansion) {
        return ObjectSet.of(List.of(new NameRule(NameSet.of(name), expansion.nothing())));
    }

    /** Objects in which a property has such a value. */
    static ObjectSet with(String name, Conjunction value) {
        return ObjectSet.of(List.of(new NameRule(NameSet.of(name), value))).and(ObjectSet.requiring(Set.of(name)));
    }

    /** {@code required}. */
    record Required() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            Set<String> required = Operands.names(schema, schema.node().get("required"), "required", expansion);
            return objects(ObjectSet.requiring(required));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return Operands.names(schema, schema.node().get("required"), "required", expansion).stream()
                    .map(name -> Variant.of(without(name, expansion)))
                    .toList();
        }
    }

    /** {@code dependentRequired}, {@code dependentSchemas}, and {@code dependencies}, which was both. */
    record Dependent(String name) implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            Map<String, Set<String>> required = new LinkedHashMap<>();
            List<Variant> variants = List.of(Variant.ANY);
            for (String trigger : Operands.members(schema, name, expansion)) {
                JsonNode value = schema.node().get(name).get(trigger);
                if (value.isArray()) {
                    required.put(trigger, Operands.names(schema, value, name, expansion));
                } else {
                    variants = expansion.product(variants, dependent(trigger, schema, expansion));
                }
            }
            if (required.isEmpty()) {
                return variants;
            }
            return expansion.product(variants, objects(ObjectSet.dependent(required)));
        }

        private List<Variant> dependent(String trigger, Subschema schema, Expansion expansion) {
            Conjunct value = Conjunct.of(expansion.document().child(schema, name, trigger));
            List<Variant> with =
                    expansion.product(List.of(Variant.of(ObjectSet.requiring(Set.of(trigger)))), expansion.of(value));
            return expansion.union(objects(without(trigger, expansion)), with);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> misfits = new ArrayList<>();
            for (String trigger : Operands.members(schema, name, expansion)) {
                JsonNode value = schema.node().get(name).get(trigger);
                ObjectSet with = ObjectSet.requiring(Set.of(trigger));
                if (value.isArray()) {
                    for (String needed : Operands.names(schema, value, name, expansion)) {
                        misfits.add(Variant.of(with.and(without(needed, expansion))));
                    }
                } else {
                    Conjunct part = Conjunct.of(expansion.document().child(schema, name, trigger));
                    misfits.addAll(expansion.product(List.of(Variant.of(with)), expansion.of(part.not())));
                }
            }
            return misfits;
        }
    }

    private static List<Variant> objects(ObjectSet objects) {
        return List.of(Variant.ANY.withObjects(objects));
    }
}
