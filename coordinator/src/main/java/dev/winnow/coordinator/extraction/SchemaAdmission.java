package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.extraction.Admission.AdmissionLine;
import dev.winnow.coordinator.extraction.Admission.AdmittedSchema;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.KeysSchema;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaHash;
import dev.winnow.text.schema.SchemaRefusedException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks the schema compiler what can be kept, and answers in the API's words. Thread-safe. */
@Singleton
class SchemaAdmission {
    private final WireCheck wire;

    SchemaAdmission(WireCheck wire) {
        this.wire = wire;
    }

    /** Compiles the request's schema, or the one that its keys stand for. */
    AdmittedSchema admit(ExtractionOptions options) {
        JsonNode schema = options.schema() != null ? options.schema() : fromKeys(options.keys());
        wire.require(schema, pointer(options));
        try {
            CompiledSchema compiled = SchemaCompiler.compile(schema);
            List<AdmissionLine> report = compiled.report().keywords().stream()
                    .map(use -> new AdmissionLine(
                            use.pointer(), use.keyword(), use.treatment().name().toLowerCase(Locale.ROOT), use.note()))
                    .toList();
            return new AdmittedSchema(schema, SchemaHash.of(schema), report);
        } catch (SchemaRefusedException e) {
            throw refused(e, pointer(options)).exception();
        }
    }

    private static String pointer(ExtractionOptions options) {
        return options.schema() != null ? "/schema" : "/keys";
    }

    private static JsonNode fromKeys(@Nullable List<String> keys) {
        try {
            return KeysSchema.fromKeys(keys == null ? List.of() : keys);
        } catch (IllegalArgumentException e) {
            throw Problem.of(422, "invalid_keys", String.valueOf(e.getMessage()))
                    .at("/keys")
                    .remedy("give each key once, none of them blank: \"keys\": [\"title\", ...]")
                    .exception();
        }
    }

    private static Problem refused(SchemaRefusedException e, String pointer) {
        List<Problem.Part> parts = e.refusals().stream()
                .map(refusal -> new Problem.Part(pointer + refusal.pointer(), refusal.message(), refusal.remedy()))
                .toList();
        return Problem.of(422, "schema_refused", String.valueOf(e.getMessage()))
                .at(parts.get(0).pointer())
                .parts(parts);
    }

    /** Refuses a limit that the shortest output of the schema passes. */
    void requireRoom(AdmittedSchema schema, int contextTokens, TokenCounter counter, ExtractionOptions options) {
        if (options.maxOutputTokens() >= contextTokens) {
            throw Problem.of(
                            422,
                            "invalid_option",
                            "max_output_tokens is %d, the model's context has %d tokens for prompt and output together"
                                    .formatted(options.maxOutputTokens(), contextTokens))
                    .at("/max_output_tokens")
                    .limit(contextTokens)
                    .remedy("lower max_output_tokens below %d".formatted(contextTokens))
                    .exception();
        }
        if (!options.constrained()) {
            return;
        }
        int shortest = counter.constraints()
                .compile(SchemaCompiler.compile(schema.schema()))
                .shortestOutputTokens();
        if (shortest > options.maxOutputTokens()) {
            throw Problem.of(
                            422,
                            "output_limit_too_small",
                            "the shortest output of the schema takes %d tokens, max_output_tokens is %d"
                                    .formatted(shortest, options.maxOutputTokens()))
                    .at("/max_output_tokens")
                    .limit(options.maxOutputTokens())
                    .remedy("raise max_output_tokens to at least " + shortest)
                    .exception();
        }
    }
}
