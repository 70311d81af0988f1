package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.pattern.Formats;
import dev.winnow.text.pattern.Language;
import dev.winnow.text.pattern.PatternLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keywords of strings. */
final class StringKeywords {
    private static final Variant NO_STRINGS = Variant.ANY.without(Variant.of(StringSet.ANY));

    private StringKeywords() {}

    /** {@code pattern}. */
    record Pattern() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            List<Variant> fits = new ArrayList<>();
            for (PatternLanguage one : languages(schema, expansion)) {
                StringSet strings = new StringSet(one.language(), one.minLength(), one.maxLength());
                if (!strings.isEmpty()) {
                    fits.add(Variant.ANY.withStrings(strings));
                }
            }
            return fits.isEmpty() ? List.of(NO_STRINGS) : fits;
        }

        /** Texts that none of the languages has. */
        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            List<StringSet> misfits = List.of(StringSet.ANY);
            for (PatternLanguage one : languages(schema, expansion)) {
                List<StringSet> without = new ArrayList<>();
                for (StringSet misfit : one.exact() ? outside(one) : List.of(StringSet.ANY)) {
                    misfits.forEach(before -> without.add(before.and(misfit)));
                }
                misfits = without;
            }
            return misfits.stream()
                    .filter(one -> !one.isEmpty())
                    .map(Variant::of)
                    .toList();
        }

        private static List<StringSet> outside(PatternLanguage one) {
            List<StringSet> outside = new ArrayList<>(StringSet.outside(one.minLength(), one.maxLength()));
            outside.add(StringSet.of(one.language().complement()));
            return outside;
        }

        private static List<PatternLanguage> languages(Subschema schema, Expansion expansion) {
            JsonNode pattern = schema.node().get("pattern");
            if (!pattern.isTextual()) {
                expansion.findings().refuse(schema.at(), "pattern", "it must be a text", "write a regular expression");
                return List.of();
            }
            return expansion.patterns().languages(pattern.textValue(), schema.at(), "pattern");
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
}
