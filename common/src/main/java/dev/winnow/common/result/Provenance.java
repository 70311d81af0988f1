package dev.winnow.common.result;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What made a result: enough to make it again.
 *
 * @param model the base model's name
 * @param quantization the numeric mode
 * @param adapter the adapter version, or null for the bare model
 * @param schema {@code sha256:...} of the schema
 * @param prompt {@code sha256:...} of the chat template and the instruction
 */
public record Provenance(
        String model, String quantization, @Nullable String adapter, String schema, String prompt) {
    public Provenance {
        requireNonNull(model, "model");
        requireNonNull(quantization, "quantization");
        requireNonNull(schema, "schema");
        requireNonNull(prompt, "prompt");
    }
}
