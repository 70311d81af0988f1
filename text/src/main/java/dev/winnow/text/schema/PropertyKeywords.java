package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.pattern.Language;
import dev.winnow.text.pattern.LanguageTooLargeException;
import dev.winnow.text.schema.ObjectSet.NameRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keywords that say what properties of some names must be, if they are there. */
final class PropertyKeywords {
    private static final String LARGE_LENGTH =
            "its length is too great for an automaton: what else is asked of a name is enforced, an output that does not"
                    + " fit becomes an error";

    private PropertyKeywords() {}

    /** {@code properties}. */
    record Properties() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<NameRule> rules = new ArrayList<>();
            for (String name : Operands.members(schema, "properties", expansion)) {
                if (Texts.usable(name)) {
                    rules.add(new NameRule(
                            NameSet.of(name),
                            Conjunction.of(expansion.document().child(schema, "properties", name))));
                } else {
                    expansion.findings().enforced(schema.at(), "properties", "left out: " + Texts.UNUSABLE);
                }
            }
            NameSet evaluated = new NameSet(Operands.members(schema, "properties", expansion), List.of(), false);
            return objects(ObjectSet.of(rules), Evaluated.names(evaluated));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<Variant> misfits = new ArrayList<>();
            for (String name : Operands.members(schema, "properties", expansion)) {
                Conjunct value = Conjunct.of(expansion.document().child(schema, "properties", name));
                misfits.add(Variant.of(PresenceKeywords.with(name, Conjunction.of(value.not()))));
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
            for (String pattern : Operands.members(schema, "patternProperties", expansion)) {
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
            if (Operands.members(schema, "patternProperties", expansion).isEmpty()) {
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
            NameSet named = new NameSet(Operands.members(schema, "properties", expansion), List.of(), false);
            for (String pattern : Operands.members(schema, "patternProperties", expansion)) {
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
                    fitting = fitting.or(named(variant.strings(), schema, expansion.findings()));
                }
            }
            NameRule rule = new NameRule(fitting.complement(), expansion.nothing());
            return objects(ObjectSet.of(List.of(rule)), Evaluated.NOTHING);
        }

        /** A length that is too great for an automaton is left to the check; all else is held. */
        private static NameSet named(StringSet strings, Subschema schema, Findings findings) {
            if (strings.equals(StringSet.ANY)) {
                return NameSet.ALL;
            }
            try {
                return NameSet.of(strings.withLengthInLanguage());
            } catch (LanguageTooLargeException e) {
                findings.checkedAfterwards(schema.at(), "propertyNames", LARGE_LENGTH);
                return named(StringSet.of(strings.language()), schema, findings);
            }
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

    private static List<Variant> objects(ObjectSet objects, Evaluated evaluated) {
        return List.of(Variant.ANY.withObjects(objects).withEvaluated(evaluated));
    }

    /** That some property is not as it should be is only known when it has come. */
    private static List<Variant> someProperty(Subschema schema, String keyword, Expansion expansion) {
        expansion.findings().misfitsChecked(schema.at(), keyword);
        return List.of(Variant.of(ObjectSet.counted(1, Integer.MAX_VALUE)));
    }
}
