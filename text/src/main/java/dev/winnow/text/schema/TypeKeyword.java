package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code type}: one type or a list of them. */
record TypeKeyword() implements Keyword {
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        return List.of(named(schema, expansion.findings()));
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        Variant named = named(schema, expansion.findings());
        List<Variant> misfits = new ArrayList<>();
        Variant others = Variant.ANY.without(named);
        if (!others.isEmpty()) {
            misfits.add(others);
        }
        if (NumberSet.INTEGERS.equals(named.numbers())) {
            misfits.add(Variant.of(new NumberSet(null, false, null, false, List.of(), List.of(BigDecimal.ONE))));
        }
        return misfits;
    }

    private static Variant named(Subschema schema, Findings findings) {
        JsonNode type = schema.node().get("type");
        Set<String> names = new LinkedHashSet<>();
        if (type.isArray()) {
            type.forEach(name -> names.add(name.asText()));
        } else {
            names.add(type.asText());
        }
        // "any" was a type once.
        if (names.contains("any") && schema.dialect().until(Dialect.DRAFT_4)) {
            return Variant.ANY;
        }
        if (names.isEmpty() || !TYPES.containsAll(names)) {
            findings.refuse(
                    schema.at(),
                    "type",
                    type + " names no type of JSON",
                    "use one or several of " + TYPES.stream().sorted().toList());
            return Variant.ANY;
        }
        NumberSet numbers =
                names.contains("number") ? NumberSet.ANY : names.contains("integer") ? NumberSet.INTEGERS : null;
        return new Variant(
                names.contains("null"),
                names.contains("boolean") ? 3 : 0,
                numbers,
                names.contains("string") ? StringSet.ANY : null,
                names.contains("array") ? ArraySet.ANY : null,
                names.contains("object") ? ObjectSet.ANY : null,
                Evaluated.NOTHING);
    }
}
