package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.pattern.LanguageTooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Turns a JSON Schema, as it is written in the wild, into what is enforced while decoding. */
public final class SchemaCompiler {
    private SchemaCompiler() {}

    /**
     * Compiles a schema for extraction: what it does not list is left out.
     *
     * @throws SchemaRefusedException if some of it can neither be enforced nor checked, or no value can fit it; every
     *     reason is named
     */
    public static CompiledSchema compile(JsonNode schema) {
        return compile(schema, UnlistedProperties.LEFT_OUT);
    }

    /**
     * Compiles a schema.
     *
     * @throws SchemaRefusedException as above
     */
    public static CompiledSchema compile(JsonNode schema, UnlistedProperties unlisted) {
        Findings findings = new Findings();
        JsonNode copy = schema.deepCopy();
        Optional<Values> root = read(copy, unlisted, findings);
        if (root.isEmpty() || findings.refusedAny()) {
            throw new SchemaRefusedException(findings.refusals(), findings.report());
        }
        return new CompiledSchema(copy, root.get(), findings.report());
    }

    /** Says what becomes of each keyword without refusing the schema; a refused one has the remedy in its note. */
    public static AdmissionReport admit(JsonNode schema) {
        Findings findings = new Findings();
        read(schema, UnlistedProperties.LEFT_OUT, findings);
        return findings.report();
    }

    private static Optional<Values> read(JsonNode schema, UnlistedProperties unlisted, Findings findings) {
        if (!isSound(schema, findings)) {
            return Optional.empty();
        }
        SchemaDocument document = new SchemaDocument(schema);
        try {
            ValueGraph graph = new ValueGraph(new Expansion(document, findings), unlisted);
            Values root = graph.grow(document.root());
            if (root.isPossible()) {
                return requireShort(root, findings);
            }
            if (findings.refusedAny()) {
                return Optional.empty();
            }
            findings.refuseAt(
                    graph.blame(document.root()),
                    "type",
                    "no value fits what is asked here",
                    "remove what contradicts the rest");
        } catch (SchemaTooLargeException e) {
            findings.refuse(e.at(), e.keyword(), e.reason(), "make the schema simpler there");
        } catch (LanguageTooLargeException e) {
            findings.refuseAt(
                    Location.ROOT,
                    "pattern",
                    "patterns, formats and lengths of one text are too large together: " + e.getMessage(),
                    "use simpler patterns, or fewer of them for one text");
        } catch (StackOverflowError e) {
            findings.refuseAt(Location.ROOT, "$schema", "the schema is nested too deeply", "nest it less deeply");
        }
        return Optional.empty();
    }

    private static boolean isSound(JsonNode schema, Findings findings) {
        int bytes = schema.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SchemaLimits.SCHEMA_BYTES) {
            findings.refuseAt(
                    Location.ROOT,
                    "$schema",
                    "the schema has " + bytes + " bytes, at most " + SchemaLimits.SCHEMA_BYTES + " are taken",
                    "split it into several requests");
            return false;
        }
        JsonNode dialect = schema.path("$schema");
        if (dialect.isMissingNode() || Dialect.of(dialect).isPresent()) {
            return true;
        }
        if (Dialect.mayBeReadAsUnnamed(dialect)) {
            findings.ignored(Location.ROOT, "$schema", "this dialect is not known here; it is read as 2020-12");
            return true;
        }
        findings.refuse(
                Location.ROOT,
                "$schema",
                "the dialect " + dialect + " is not known here",
                "write the schema in https://json-schema.org/draft/2020-12/schema");
        return false;
    }

    private static Optional<Values> requireShort(Values root, Findings findings) {
        if (root.shortest() <= SchemaLimits.SHORTEST_OUTPUT_BYTES) {
            return Optional.of(root);
        }
        findings.refuseAt(
                Location.ROOT,
                "type",
                "the shortest value has " + root.shortest() + " bytes or more, at most "
                        + SchemaLimits.SHORTEST_OUTPUT_BYTES + " are taken",
                "lower minItems and minLength, or require less");
        return Optional.empty();
    }
}
