package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Turns a JSON Schema (2020-12, as it is written in the wild) into what is enforced while decoding. */
public final class SchemaCompiler {
    private SchemaCompiler() {}

    /**
     * Compiles a schema.
     *
     * @throws SchemaRefusedException if some of it can neither be enforced nor checked, or no value can fit it; every
     *     reason is named
     */
    public static CompiledSchema compile(JsonNode schema) {
        Findings findings = new Findings();
        JsonNode copy = schema.deepCopy();
        Optional<Shape> root = read(copy, findings);
        if (root.isEmpty() || findings.refusedAny()) {
            throw new SchemaRefusedException(findings.refusals(), findings.report());
        }
        return new CompiledSchema(copy, root.get(), findings.report());
    }

    /** Says what becomes of each keyword without refusing the schema; a refused one has the remedy in its note. */
    public static AdmissionReport admit(JsonNode schema) {
        Findings findings = new Findings();
        read(schema, findings);
        return findings.report();
    }

    private static Optional<Shape> read(JsonNode schema, Findings findings) {
        int bytes = schema.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SchemaLimits.SCHEMA_BYTES) {
            findings.refuseAt(
                    Location.ROOT,
                    "$schema",
                    "the schema has " + bytes + " bytes, at most " + SchemaLimits.SCHEMA_BYTES + " are taken",
                    "split it into several requests");
            return Optional.empty();
        }
        return new ShapeReader(schema, findings).readRoot();
    }
}
