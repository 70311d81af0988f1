package dev.winnow.coordinator.extraction;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another feature asks of all items of a job. Without an instruction of its own an item is given to the model as
 * it is.
 *
 * @param by what the job is done by
 * @param deadline by when the job must be over, or null
 */
public record JobOrder(
        String name,
        By by,
        JsonNode schema,
        boolean constrained,
        int maxOutputTokens,
        double temperature,
        long seed,
        @Nullable Instant deadline) {
    private static final int ITEM_SECONDS = 600;

    /** Checks that all is there. */
    public JobOrder {
        requireNonNull(name, "name");
        requireNonNull(by, "by");
        requireNonNull(schema, "schema");
    }

    ExtractionOptions options() {
        return new ExtractionOptions(
                schema,
                null,
                by.model,
                by.adapter,
                by.quantization,
                "",
                name,
                maxOutputTokens,
                temperature,
                seed,
                constrained,
                ITEM_SECONDS,
                0,
                OnBadItem.RECORD,
                deadline == null ? null : new Deadline.At(deadline),
                null);
    }

    /**
     * What a job is to be done by.
     *
     * @param model the base model's name, or null where an adapter says it or there is only one
     * @param adapter a version, an alias or a hash, or null for the base model alone
     * @param quantization the numeric mode, or null for the one that workers offer
     */
    public record By(
            @Nullable String model,
            @Nullable String adapter,
            @Nullable String quantization) {
        ExtractionOptions options() {
            return new ExtractionOptions(
                    null,
                    null,
                    model,
                    adapter,
                    quantization,
                    null,
                    null,
                    1,
                    0,
                    0,
                    true,
                    ITEM_SECONDS,
                    0,
                    OnBadItem.RECORD,
                    null,
                    null);
        }
    }
}
