package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema that was admitted.
 *
 * @param schema a copy of the schema as it was given; do not write to it
 * @param root what outputs look like
 * @param report what becomes of each keyword; none is refused
 */
public record CompiledSchema(JsonNode schema, Values root, AdmissionReport report) {
    /** Checks that all is there. */
    public CompiledSchema {
        requireNonNull(schema, "schema");
        requireNonNull(root, "root");
        requireNonNull(report, "report");
    }
}
