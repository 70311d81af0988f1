package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private final Combinations combinations = new Combinations();
    private int probes;

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
            Meaning meaning = new Meaning(schema, this);
            List<Variant> variants = part.negated() ? meaning.misfits() : meaning.fits();
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

    /** Those that are in both, in the order of the first. */
    List<Variant> product(List<Variant> some, List<Variant> others) {
        return combinations.product(some, others);
    }

    /** Those of either. */
    List<Variant> union(List<Variant> some, List<Variant> others) {
        return combinations.union(some, others);
    }

    /** Counts the work of looking at two alternatives together. */
    void spend(Variant one, Variant other) {
        combinations.spend(one, other);
    }

    /** Counts work, so that no schema takes for ever. */
    void spend(long steps) {
        combinations.spend(steps);
    }

    /** A probe came to what is being expanded. */
    private static final class StillOpenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StillOpenException() {
            super(null, null, false, false);
        }
    }
}
