package dev.winnow.text.schema;

/** A subschema that a value must fit, or must not fit. */
record Conjunct(Subschema schema, boolean negated) {
    static Conjunct of(Subschema schema) {
        return new Conjunct(schema, false);
    }

    Conjunct not() {
        return new Conjunct(schema, !negated);
    }
}
