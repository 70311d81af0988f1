package dev.winnow.text.schema;

import dev.winnow.text.pattern.Language;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords by what becomes of them, and the drafts that have them. */
final class Keywords {
    /** Why a keyword of another draft says nothing. */
    static final String NOT_OF_DRAFT = "the draft that the schema names does not have it";

    /** These assert nothing. Names that begin with {@code x-} are annotations as well. */
    static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$id",
            "id",
            "$comment",
            "$defs",
            "definitions",
            "$anchor",
            "$dynamicAnchor",
            "$recursiveAnchor",
            "$vocabulary",
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            // Read by what stands beside them.
            "unevaluatedProperties",
            "unevaluatedItems");

    /** Under these stands one schema. */
    static final Set<String> HOLDING_ONE = Set.of(
            "additionalProperties",
            "additionalItems",
            "items",
            "contains",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "unevaluatedProperties",
            "unevaluatedItems",
            "contentSchema");

    /** Under these stands a list of schemas. */
    static final Set<String> HOLDING_LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems", "items");

    /** Under these stand schemas by name. */
    static final Set<String> HOLDING_MAP =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");

    /** Formats that are asserted. */
    static final Set<String> FORMATS = Set.of(
            "date",
            "time",
            "date-time",
            "duration",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uri-template",
            "uuid",
            "json-pointer",
            "relative-json-pointer",
            "regex");

    private static final Keyword COMPANION = new CompanionKeyword();

    private static final Map<String, Entry> ENTRIES = Map.ofEntries(
            always("type", new TypeKeyword()),
            always("enum", new LiteralKeyword("enum")),
            since(Dialect.DRAFT_6, "const", new LiteralKeyword("const")),
            always("minLength", new CountKeyword("minLength", true, Keywords::texts)),
            always("maxLength", new CountKeyword("maxLength", false, Keywords::texts)),
            always("pattern", new StringKeywords.Pattern()),
            always("format", new StringKeywords.Format()),
            always("minimum", new NumberKeywords.Bound("minimum", true, false)),
            always("maximum", new NumberKeywords.Bound("maximum", false, false)),
            always("exclusiveMinimum", new NumberKeywords.Bound("exclusiveMinimum", true, true)),
            always("exclusiveMaximum", new NumberKeywords.Bound("exclusiveMaximum", false, true)),
            always("multipleOf", new NumberKeywords.MultipleOf()),
            since(Dialect.DRAFT_2020_12, "prefixItems", new ArrayKeywords.Prefix("prefixItems")),
            always("items", new ArrayKeywords.Items()),
            until(Dialect.DRAFT_2019_09, "additionalItems", new ArrayKeywords.AdditionalItems()),
            since(Dialect.DRAFT_6, "contains", new ArrayKeywords.Contains()),
            since(Dialect.DRAFT_2019_09, "minContains", COMPANION),
            since(Dialect.DRAFT_2019_09, "maxContains", COMPANION),
            always("minItems", new CountKeyword("minItems", true, Keywords::arrays)),
            always("maxItems", new CountKeyword("maxItems", false, Keywords::arrays)),
            always("uniqueItems", new ArrayKeywords.UniqueItems()),
            always("properties", new PropertyKeywords.Properties()),
            always("patternProperties", new PropertyKeywords.PatternProperties()),
            always("additionalProperties", new PropertyKeywords.AdditionalProperties()),
            since(Dialect.DRAFT_6, "propertyNames", new PropertyKeywords.PropertyNames()),
            always("required", new PresenceKeywords.Required()),
            always("minProperties", new CountKeyword("minProperties", true, Keywords::objects)),
            always("maxProperties", new CountKeyword("maxProperties", false, Keywords::objects)),
            since(Dialect.DRAFT_2019_09, "dependentRequired", new PresenceKeywords.Dependent("dependentRequired")),
            since(Dialect.DRAFT_2019_09, "dependentSchemas", new PresenceKeywords.Dependent("dependentSchemas")),
            until(Dialect.DRAFT_7, "dependencies", new PresenceKeywords.Dependent("dependencies")),
            always("allOf", new LogicKeywords.AllOf()),
            always("anyOf", new LogicKeywords.AnyOf()),
            always("oneOf", new OneOfKeyword()),
            always("not", new LogicKeywords.Not()),
            since(Dialect.DRAFT_7, "if", new IfKeyword()),
            since(Dialect.DRAFT_7, "then", COMPANION),
            since(Dialect.DRAFT_7, "else", COMPANION),
            always("$ref", new ReferenceKeyword("$ref")),
            since(Dialect.DRAFT_2020_12, "$dynamicRef", new ReferenceKeyword("$dynamicRef")),
            since(Dialect.DRAFT_2019_09, "$recursiveRef", new ReferenceKeyword("$recursiveRef")));

    private Keywords() {}

    private record Entry(Keyword reader, Dialect first, Dialect last) {}

    private static Map.Entry<String, Entry> always(String name, Keyword reader) {
        return Map.entry(name, new Entry(reader, Dialect.DRAFT_4, Dialect.UNNAMED));
    }

    private static Map.Entry<String, Entry> since(Dialect first, String name, Keyword reader) {
        return Map.entry(name, new Entry(reader, first, Dialect.UNNAMED));
    }

    private static Map.Entry<String, Entry> until(Dialect last, String name, Keyword reader) {
        return Map.entry(name, new Entry(reader, Dialect.DRAFT_4, last));
    }

    private static Variant texts(int min, int max) {
        return Variant.of(new StringSet(Language.ANY, min, max));
    }

    private static Variant arrays(int min, int max) {
        return Variant.of(ArraySet.counted(min, max));
    }

    private static Variant objects(int min, int max) {
        return Variant.of(ObjectSet.counted(min, max));
    }

    /** What reads a keyword in a dialect; null if it asserts nothing there. */
    static @Nullable Keyword reader(String name, Dialect dialect) {
        Entry entry = ENTRIES.get(name);
        return entry != null && dialect.since(entry.first()) && dialect.until(entry.last()) ? entry.reader() : null;
    }

    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
    }

    /** What to tell of a keyword that asserts nothing. */
    static String whyIgnored(String keyword) {
        if (ENTRIES.containsKey(keyword)) {
            return NOT_OF_DRAFT;
        }
        if (keyword.equals("nullable")) {
            return "it is no keyword of JSON Schema; write \"type\": [..., \"null\"]";
        }
        if (keyword.equals("x-winnow-score")) {
            return "it says how evaluations score the value";
        }
        for (String known : ENTRIES.keySet()) {
            if (known.toLowerCase(Locale.ROOT).equals(keyword.toLowerCase(Locale.ROOT))) {
                return "it is no keyword of JSON Schema; is \"" + known + "\" meant?";
            }
        }
        return "it is no keyword of JSON Schema";
    }
}
