package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.pattern.Language;
import dev.winnow.text.schema.ObjectSet.NameRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keywords of objects. */
final class ObjectKeywords {
    private ObjectKeywords() {}

    /** Objects in which a property may not be. */
    static ObjectSet without(String name, Expansion expansion) {
        return ObjectSet.of(List.of(new NameRule(NameSet.of(name), expansion.nothing())));
    }

    /** Objects in which a property has such a value. */
    static ObjectSet with(String name, Conjunction value) {
        return ObjectSet.of(List.of(new NameRule(NameSet.of(name), value))).and(ObjectSet.requiring(Set.of(name)));
    }

    /** {@code properties}. */
    record Properties() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<NameRule> rules = new ArrayList<>();
            for (String name : names(schema, "properties", expansion)) {
                if (Texts.usable(name)) {
                    rules.add(new NameRule(
                            NameSet.of(name),
                            Conjunction.of(expansion.document().child(schema, "properties", name))));
                } else {
                    expansion.findings().enforced(schema.at(), "properties", "left out: " + Texts.UNUSABLE);
                }
            }
            NameSet evaluated = new NameSet(names(schema, "properties", expansion), List.of(), false);
            return objects(ObjectSet.of(rules), Evaluated.names(evaluated));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> misfits = new ArrayList<>();
            for (String name : names(schema, "properties", expansion)) {
                Conjunct value = Conjunct.of(expansion.document().child(schema, "properties", name));
                misfits.add(Variant.of(with(name, Conjunction.of(value.not()))));
            }
            return misfits;
        }
    }

    /** {@code patternProperties}. */
    record PatternProperties() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<NameRule> rules = new ArrayList<>();
            NameSet evaluated = NameSet.NONE;
            for (String pattern : names(schema, "patternProperties", expansion)) {
                Optional<Language> language = expansion.patterns().ofNames(pattern, schema.at(), "patternProperties");
                if (language.isEmpty()) {
                    // Whatever it has looked at, nothing is said to be left that it may have.
                    evaluated = NameSet.ALL;
                    expansion.findings().checkedAfterwards("unevaluatedProperties", "a pattern beside it is not known");
                } else {
                    NameSet names = NameSet.of(language.get());
                    evaluated = evaluated.or(names);
                    rules.add(new NameRule(
                            names, Conjunction.of(expansion.document().child(schema, "patternProperties", pattern))));
                }
            }
            return objects(ObjectSet.of(rules), Evaluated.names(evaluated));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            if (names(schema, "patternProperties", expansion).isEmpty()) {
                return List.of();
            }
            return someProperty(schema, "patternProperties", expansion);
        }
    }

    /** {@code additionalProperties}. */
    record AdditionalProperties() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            Optional<NameSet> named = named(schema, expansion);
            if (named.isEmpty()) {
                return List.of(Variant.ANY);
            }
            NameRule rule = new NameRule(
                    named.get().complement(),
                    Conjunction.of(expansion.document().child(schema, "additionalProperties")));
            return objects(ObjectSet.of(List.of(rule)), Evaluated.names(NameSet.ALL));
        }

        /** The names that other keywords of the schema are for; empty if one of them is not known. */
        private static Optional<NameSet> named(Subschema schema, Expansion expansion) {
            NameSet named = new NameSet(names(schema, "properties", expansion), List.of(), false);
            for (String pattern : names(schema, "patternProperties", expansion)) {
                Optional<Language> language = expansion.patterns().ofNames(pattern, schema.at(), "patternProperties");
                if (language.isEmpty()) {
                    expansion
                            .findings()
                            .checkedAfterwards(schema.at(), "additionalProperties", "a pattern beside it is not known");
                    return Optional.empty();
                }
                named = named.or(NameSet.of(language.get()));
            }
            return Optional.of(named);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            JsonNode additional = schema.node().get("additionalProperties");
            if (additional.isBoolean() && additional.booleanValue()) {
                return List.of();
            }
            boolean names = schema.node().has("properties") || schema.node().has("patternProperties");
            if (!names && additional.isBoolean()) {
                return List.of(Variant.of(ObjectSet.counted(1, Integer.MAX_VALUE)));
            }
            return someProperty(schema, "additionalProperties", expansion);
        }
    }

    /** {@code propertyNames}. */
    record PropertyNames() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            Conjunct names = Conjunct.of(expansion.document().child(schema, "propertyNames"));
            NameSet fitting = NameSet.NONE;
            for (Variant variant : expansion.of(names)) {
                if (variant.strings() != null) {
                    StringSet strings = variant.strings();
                    fitting = fitting.or(
                            strings.equals(StringSet.ANY) ? NameSet.ALL : NameSet.of(strings.withLengthInLanguage()));
                }
            }
            NameRule rule = new NameRule(fitting.complement(), expansion.nothing());
            return objects(ObjectSet.of(List.of(rule)), Evaluated.NOTHING);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            JsonNode names = schema.node().get("propertyNames");
            if (names.isBoolean()) {
                return names.booleanValue() ? List.of() : List.of(Variant.of(ObjectSet.counted(1, Integer.MAX_VALUE)));
            }
            return someProperty(schema, "propertyNames", expansion);
        }
    }

    /** {@code required}. */
    record Required() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            Set<String> required = texts(schema, schema.node().get("required"), "required", expansion);
            return objects(ObjectSet.requiring(required), Evaluated.NOTHING);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return texts(schema, schema.node().get("required"), "required", expansion).stream()
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
            for (String trigger : names(schema, name, expansion)) {
                JsonNode value = schema.node().get(name).get(trigger);
                if (value.isArray()) {
                    required.put(trigger, texts(schema, value, name, expansion));
                } else {
                    variants = expansion.product(variants, dependent(trigger, schema, expansion));
                }
            }
            if (required.isEmpty()) {
                return variants;
            }
            return expansion.product(variants, objects(ObjectSet.dependent(required), Evaluated.NOTHING));
        }

        private List<Variant> dependent(String trigger, Subschema schema, Expansion expansion) {
            Conjunct value = Conjunct.of(expansion.document().child(schema, name, trigger));
            List<Variant> with =
                    expansion.product(List.of(Variant.of(ObjectSet.requiring(Set.of(trigger)))), expansion.of(value));
            return expansion.union(objects(without(trigger, expansion), Evaluated.NOTHING), with);
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> misfits = new ArrayList<>();
            for (String trigger : names(schema, name, expansion)) {
                JsonNode value = schema.node().get(name).get(trigger);
                ObjectSet with = ObjectSet.requiring(Set.of(trigger));
                if (value.isArray()) {
                    for (String needed : texts(schema, value, name, expansion)) {
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

    private static List<Variant> objects(ObjectSet objects, Evaluated evaluated) {
        return List.of(Variant.ANY.withObjects(objects).withEvaluated(evaluated));
    }

    /** That some property is not as it should be is only known when it has come. */
    private static List<Variant> someProperty(Subschema schema, String keyword, Expansion expansion) {
        expansion.findings().misfitsChecked(schema.at(), keyword);
        return List.of(Variant.of(ObjectSet.counted(1, Integer.MAX_VALUE)));
    }

    private static Set<String> names(Subschema schema, String keyword, Expansion expansion) {
        JsonNode members = schema.node().path(keyword);
        Set<String> names = new LinkedHashSet<>();
        if (!members.isObject() && !members.isMissingNode()) {
            expansion
                    .findings()
                    .refuse(
                            schema.at(),
                            keyword,
                            "it must be an object of schemas",
                            "name each property with its schema");
            return names;
        }
        members.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(Subschema schema, JsonNode list, String keyword, Expansion expansion) {
        Set<String> texts = new LinkedHashSet<>();
        // Draft 3 wrote it beside the property itself, where later drafts see nothing.
        if (list.isBoolean()) {
            expansion.findings().ignored(schema.at(), keyword, "it is no list of names");
            return texts;
        }
        boolean sound = list.isArray();
        for (JsonNode name : list) {
            sound &= name.isTextual();
            texts.add(name.asText());
        }
        if (!sound) {
            expansion.findings().refuse(schema.at(), keyword, "it must be a list of property names", "list the names");
        }
        return texts;
    }
}
