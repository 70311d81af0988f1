package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expands what a value must fit into alternatives in which nothing is left to be combined: a disjunctive normal form,
 * one level of a value deep. What is inside of the value stays a conjunction. Not thread-safe.
 */
final class Expansion {
    private final SchemaDocument document;
    private final Findings findings;
    private final Subschema never;
    private final Map<Conjunct, List<Variant>> known = new HashMap<>();
    private final Map<Conjunction, List<Variant>> knownTogether = new HashMap<>();
    private final Set<Conjunct> open = new HashSet<>();
    private final IdentityHashMap<JsonNode, Subschema> constants = new IdentityHashMap<>();
    private final Patternbook patterns;
    private int probes;
    private long work;

    Expansion(SchemaDocument document, Findings findings) {
        this.document = document;
        this.findings = findings;
        this.never = document.made(BooleanNode.FALSE, document.root().at());
        this.patterns = new Patternbook(findings);
    }

    SchemaDocument document() {
        return document;
    }

    Findings findings() {
        return findings;
    }

    Patternbook patterns() {
        return patterns;
    }

    /** What no value fits. */
    Conjunction nothing() {
        return Conjunction.of(never);
    }

    /** What one value fits. */
    Conjunct constant(JsonNode value, Subschema cause) {
        return Conjunct.of(constants.computeIfAbsent(
                value,
                one -> document.made(
                        // Every draft has enum; const came later.
                        JsonNodeFactory.instance
                                .objectNode()
                                .set(
                                        "enum",
                                        JsonNodeFactory.instance.arrayNode().add(one)),
                        cause.at())));
    }

    List<Variant> of(Conjunction all) {
        List<Variant> before = knownTogether.get(all);
        if (before != null) {
            return before;
        }
        List<Variant> variants = List.of(Variant.ANY);
        for (Conjunct part : all.parts()) {
            variants = product(variants, of(part));
        }
        knownTogether.put(all, variants);
        return variants;
    }

    List<Variant> of(Conjunct part) {
        List<Variant> before = known.get(part);
        if (before != null) {
            return before;
        }
        Subschema schema = part.schema();
        if (!open.add(part)) {
            if (probes > 0) {
                throw new StillOpenException();
            }
            findings.refuseAt(
                    schema.at(),
                    "$ref",
                    "the schema refers to itself without a value in between: no value can be told to fit it or not",
                    "remove the circle of references");
            return List.of(Variant.ANY);
        }
        try {
            if (open.size() > SchemaLimits.DEPTH) {
                throw new SchemaTooLargeException(
                        schema.at(), "$ref", "more than " + SchemaLimits.DEPTH + " schemas stand one within the other");
            }
            List<Variant> variants = part.negated() ? negative(schema) : positive(schema);
            known.put(part, variants);
            return variants;
        } finally {
            open.remove(part);
        }
    }

    /**
     * Whether some value may be of a variant: exactly what is at hand, and a few levels of what is required. Says yes
     * where that is not known yet.
     */
    boolean mayHaveValues(Variant variant) {
        probes++;
        try {
            return new Probe(this).mayHaveValues(variant, 0);
        } catch (StillOpenException e) {
            return true;
        } finally {
            probes--;
        }
    }

    /** A probe came to what is being expanded. */
    private static final class StillOpenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StillOpenException() {
            super(null, null, false, false);
        }
    }

    private List<Variant> positive(Subschema schema) {
        JsonNode node = schema.node();
        if (node.isBoolean()) {
            return node.booleanValue() ? List.of(Variant.ANY) : List.of();
        }
        if (!requireObject(schema)) {
            return List.of(Variant.ANY);
        }
        List<Variant> variants = List.of(Variant.ANY);
        for (String name : keywords(schema)) {
            Keyword keyword = keyword(schema, name);
            if (keyword != null) {
                findings.enforced(schema.at(), name);
                variants = product(variants, keyword.fits(schema, this));
            }
        }
        return Unevaluated.apply(schema, variants, this);
    }

    private List<Variant> negative(Subschema schema) {
        JsonNode node = schema.node();
        if (node.isBoolean()) {
            return node.booleanValue() ? List.of() : List.of(Variant.ANY);
        }
        if (!requireObject(schema)) {
            return List.of(Variant.ANY);
        }
        List<Variant> variants = new ArrayList<>();
        for (String name : keywords(schema)) {
            Keyword keyword = keyword(schema, name);
            if (keyword != null) {
                findings.enforced(schema.at(), name);
                variants = union(variants, withoutTrace(keyword.misfits(schema, this)));
            }
        }
        return union(variants, Unevaluated.misfits(schema, this));
    }

    /** What a schema that must not fit has looked at does not count. */
    static List<Variant> withoutTrace(List<Variant> variants) {
        return variants.stream()
                .map(variant -> variant.withEvaluated(Evaluated.NOTHING))
                .toList();
    }

    private boolean requireObject(Subschema schema) {
        if (!schema.node().isObject()) {
            findings.refuseAt(schema.at(), "type", "this is no schema", "write an object, true or false");
            return false;
        }
        return true;
    }

    private static List<String> keywords(Subschema schema) {
        if (schema.dialect().referencesStandAlone() && schema.node().has("$ref")) {
            return List.of("$ref");
        }
        List<String> names = new ArrayList<>();
        schema.node().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private @Nullable Keyword keyword(Subschema schema, String name) {
        Keyword keyword = Keywords.reader(name, schema.dialect());
        if (keyword == null && !Keywords.isAnnotation(name)) {
            findings.ignored(schema.at(), name, Keywords.whyIgnored(name));
        }
        return keyword;
    }

    /** Those that are in both, in the order of the first. */
    List<Variant> product(List<Variant> some, List<Variant> others) {
        if (some.size() == 1 && some.get(0).equals(Variant.ANY)) {
            return others;
        }
        if (others.size() == 1 && others.get(0).equals(Variant.ANY)) {
            return some;
        }
        List<Variant> product = new ArrayList<>();
        for (Variant one : some) {
            for (Variant other : others) {
                spend(one, other);
                Variant both = one.and(other);
                if (!both.isEmpty()) {
                    product.add(both);
                    requireFew(product.size());
                }
            }
        }
        return List.copyOf(product);
    }

    /**
     * Those of either. The same one is taken once; that others are equal would take long to find and matters little.
     */
    List<Variant> union(List<Variant> some, List<Variant> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        Set<Variant> known = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Variant> union = new ArrayList<>(some.size() + others.size());
        for (List<Variant> part : List.of(some, others)) {
            for (Variant variant : part) {
                if (known.add(variant)) {
                    union.add(variant);
                }
            }
        }
        requireFew(union.size());
        return List.copyOf(union);
    }

    /** Counts the work, so that no schema takes for ever. */
    void spend(Variant one, Variant other) {
        spend(1 + weight(one) + weight(other));
    }

    void spend(long steps) {
        work += steps;
        if (work > SchemaLimits.WORK) {
            throw new SchemaTooLargeException(
                    Location.ROOT, "allOf", "its parts are combined in more ways than are followed");
        }
    }

    private static long weight(Variant variant) {
        StringSet strings = variant.strings();
        NumberSet numbers = variant.numbers();
        ObjectSet objects = variant.objects();
        long divisors = numbers == null
                ? 0
                : numbers.multiplesOf().size() + numbers.notMultiplesOf().size();
        return (strings == null || strings.language().isAny()
                        ? 0
                        : strings.language().acceptor().states() / 16)
                + divisors * divisors
                + (objects == null ? 0 : objects.rules().size() / 8);
    }

    private static void requireFew(int variants) {
        if (variants > SchemaLimits.VARIANTS) {
            throw new SchemaTooLargeException(
                    Location.ROOT,
                    "anyOf",
                    "its alternatives come to more than " + SchemaLimits.VARIANTS + " combinations at one place");
        }
    }
}
