package dev.winnow.text.schema;

import java.util.Map;
import java.util.Set;

/** The keywords by what becomes of them; whatever is not named here is refused. */
final class Keywords {
    /** These assert nothing. Names that begin with {@code x-} are annotations as well. */
    static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
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
            "contentSchema");

    /** These are enforced where they stand, by the type that they belong to. */
    static final Set<String> ASSERTIONS = Set.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "pattern",
            "format");

    /** Formats that the validator knows; it would pass over any other in silence. */
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
            "uuid",
            "json-pointer",
            "relative-json-pointer",
            "regex");

    /** The dialects in which the enforced keywords mean the same. */
    static final Set<String> DIALECTS = Set.of(
            "https://json-schema.org/draft/2020-12/schema",
            "https://json-schema.org/draft/2019-09/schema",
            "http://json-schema.org/draft-07/schema",
            "http://json-schema.org/draft-06/schema");

    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("patternProperties", "name the properties under \"properties\""),
            Map.entry("propertyNames", "name the properties under \"properties\""),
            Map.entry("unevaluatedProperties", "use \"additionalProperties\": false"),
            Map.entry("minProperties", "list the properties that must be there under \"required\""),
            Map.entry("maxProperties", "leave properties out of the schema that may not be there"),
            Map.entry("dependentRequired", "list the properties under \"required\", nullable where they may be absent"),
            Map.entry("oneOf", "use \"anyOf\" with alternatives of different types"),
            Map.entry("allOf", "merge its subschemas into this schema"),
            Map.entry("not", "say what is allowed, for instance by \"enum\""),
            Map.entry("prefixItems", "use \"items\", or an object with a property for each place"),
            Map.entry("uniqueItems", "leave it out and remove duplicates afterwards"),
            Map.entry("multipleOf", "leave it out, or use \"type\": \"integer\""),
            Map.entry("nullable", "use \"type\": [..., \"null\"]"),
            Map.entry("$dynamicRef", "use \"$ref\" to a definition of this schema"),
            Map.entry("$recursiveRef", "use \"$ref\" to a definition of this schema"));

    private Keywords() {}

    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
    }

    static String remedy(String keyword) {
        return REMEDIES.getOrDefault(keyword, "remove it");
    }
}
