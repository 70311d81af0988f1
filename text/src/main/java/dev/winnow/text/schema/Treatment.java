package dev.winnow.text.schema;

/** What becomes of a schema keyword. There is no fourth way: nothing is dropped in silence. */
public enum Treatment {
    /** Every output obeys it, whatever the model says. */
    ENFORCED,
    /** Outputs are checked against it when they are complete, and may fail. */
    CHECKED_AFTERWARDS,
    /** A schema with it is not accepted. */
    REFUSED
}
