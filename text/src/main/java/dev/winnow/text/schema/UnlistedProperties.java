package dev.winnow.text.schema;

/** What becomes of properties (and further items) that a schema neither lists nor rules out. */
public enum UnlistedProperties {
    /**
     * Outputs do not have them, as if the schema ruled them out, where it lists others. What is extracted are the
     * fields that were asked for. Where no type is named but only one is spoken of, it is meant.
     */
    LEFT_OUT,
    /** They may come, with any value, as JSON Schema has it. */
    ALLOWED
}
