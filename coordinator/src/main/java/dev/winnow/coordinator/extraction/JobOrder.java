package dev.winnow.coordinator.extraction;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another feature asks of all items of a job. Without an instruction of its own an item is given to the model as
 * it is.
 *
 * @param model the base model's name
 * @param adapter a version, an alias or a hash, or null for the base model alone
 * @param deadline by when the job must be over
 */
public record JobOrder(
        String name,
        String model,
        @Nullable String adapter,
        JsonNode schema,
        int maxOutputTokens,
        double temperature,
        long seed,
        Instant deadline) {
    private static final int ITEM_SECONDS = 600;

    /** Checks that all is there. */
    public JobOrder {
        requireNonNull(name, "name");
        requireNonNull(model, "model");
        requireNonNull(schema, "schema");
        requireNonNull(deadline, "deadline");
    }

    ExtractionOptions options() {
        return new ExtractionOptions(
                schema,
                null,
                model,
                adapter,
                null,
                "",
                name,
                maxOutputTokens,
                temperature,
                seed,
                true,
                ITEM_SECONDS,
                0,
                OnBadItem.RECORD,
                new Deadline.At(deadline),
                null);
    }
}
