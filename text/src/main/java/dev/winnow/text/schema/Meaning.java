package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one subschema says by itself: what each of its keywords says, taken together. */
record Meaning(Subschema schema, Expansion expansion) {
    Meaning {
        requireNonNull(schema, "schema");
        requireNonNull(expansion, "expansion");
    }

    /** The values that fit all of its keywords. */
    List<Variant> fits() {
        JsonNode node = schema.node();
        if (node.isBoolean()) {
            return node.booleanValue() ? List.of(Variant.ANY) : List.of();
        }
        if (!isSound()) {
            return List.of(Variant.ANY);
        }
        List<Variant> variants = List.of(Variant.ANY);
        for (String name : keywords()) {
            Keyword keyword = keyword(name);
            if (keyword != null) {
                expansion.findings().enforced(schema.at(), name);
                variants = expansion.product(variants, keyword.fits(schema, expansion));
            }
        }
        return Unevaluated.apply(schema, variants, expansion);
    }

    /** The values that misfit one of its keywords. */
    List<Variant> misfits() {
        JsonNode node = schema.node();
        if (node.isBoolean()) {
            return node.booleanValue() ? List.of() : List.of(Variant.ANY);
        }
        if (!isSound()) {
            return List.of(Variant.ANY);
        }
        List<Variant> variants = new ArrayList<>();
        for (String name : keywords()) {
            Keyword keyword = keyword(name);
            if (keyword != null) {
                expansion.findings().enforced(schema.at(), name);
                variants = expansion.union(variants, Combinations.withoutTrace(keyword.misfits(schema, expansion)));
            }
        }
        return expansion.union(variants, Unevaluated.misfits(schema, expansion));
    }

    /** Whether it is a schema at all; refused otherwise. */
    private boolean isSound() {
        if (!schema.node().isObject()) {
            expansion.findings().refuseAt(schema.at(), "type", "this is no schema", "write an object, true or false");
            return false;
        }
        return true;
    }

    private List<String> keywords() {
        if (schema.dialect().referencesStandAlone() && schema.node().has("$ref")) {
            return List.of("$ref");
        }
        List<String> names = new ArrayList<>();
        schema.node().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private @Nullable Keyword keyword(String name) {
        Keyword keyword = Keywords.reader(name, schema.dialect());
        if (keyword == null && !Keywords.isAnnotation(name)) {
            expansion.findings().ignored(schema.at(), name, Keywords.whyIgnored(name));
        }
        return keyword;
    }
}
