package dev.winnow.text.schema;

/** What becomes of a schema keyword. Nothing is dropped in silence. */
public enum Treatment {
    /** Every output obeys it, whatever the model says. */
    ENFORCED,
    /** It asserts nothing in its draft, or nowhere; listed since whoever wrote it may think otherwise. */
    IGNORED,
    /** Outputs are checked against it when they are complete, and may fail. */
    CHECKED_AFTERWARDS,
    /** A schema with it is not accepted. */
    REFUSED
}
