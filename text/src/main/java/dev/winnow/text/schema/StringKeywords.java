package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.pattern.Formats;
import dev.winnow.text.pattern.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keywords of strings. */
final class StringKeywords {
    private StringKeywords() {}

    /** {@code pattern}. */
    record Pattern() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return language(schema, expansion)
                    .map(language -> strings(language))
                    .orElse(List.of(Variant.ANY));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            Language misfits =
                    language(schema, expansion).map(Language::complement).orElse(Language.ANY);
            return misfits.isEmpty() ? List.of() : List.of(Variant.of(StringSet.of(misfits)));
        }

        private static Optional<Language> language(Subschema schema, Expansion expansion) {
            JsonNode pattern = schema.node().get("pattern");
            if (!pattern.isTextual()) {
                expansion.findings().refuse(schema.at(), "pattern", "it must be a text", "write a regular expression");
                return Optional.empty();
            }
            return expansion.patterns().language(pattern.textValue(), schema.at(), "pattern");
        }
    }

    /** {@code format}. Formats are asserted. */
    record Format() implements Keyword {
        private static final String CHECKED = "an output that does not fit becomes an error";
        private static final String LENGTHS = "enforced but for Punycode and its length: " + CHECKED;

        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            int longest = Formats.longest(schema.node().get("format").asText());
            return language(schema, expansion)
                    .map(language -> List.of(Variant.ANY.withStrings(new StringSet(language, 0, longest))))
                    .orElse(List.of(Variant.ANY));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            String format = schema.node().get("format").asText();
            if (!Keywords.FORMATS.contains(format)) {
                return List.of();
            }
            Optional<Language> language = language(schema, expansion);
            if (language.isEmpty() || !Formats.exact(format)) {
                return List.of(Variant.of(StringSet.ANY));
            }
            List<Variant> variants = new ArrayList<>(
                    List.of(Variant.of(StringSet.of(language.get().complement()))));
            StringSet.outside(0, Formats.longest(format)).forEach(longer -> variants.add(Variant.of(longer)));
            return variants;
        }

        private static Optional<Language> language(Subschema schema, Expansion expansion) {
            String format = schema.node().get("format").asText();
            if (!Keywords.FORMATS.contains(format)) {
                expansion.findings().ignored(schema.at(), "format", "\"" + format + "\" is no format of JSON Schema");
                return Optional.empty();
            }
            Optional<Language> language = Formats.of(format);
            if (!Formats.exact(format)) {
                expansion.findings().checkedAfterwards(schema.at(), "format", language.isEmpty() ? CHECKED : LENGTHS);
            }
            return language;
        }
    }

    private static List<Variant> strings(Language language) {
        Variant others = Variant.ANY.without(Variant.of(StringSet.ANY));
        return List.of(language.isEmpty() ? others : Variant.ANY.withStrings(StringSet.of(language)));
    }
}
