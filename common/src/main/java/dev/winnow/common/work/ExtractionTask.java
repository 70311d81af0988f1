package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of every item of a shard. Two shards with equal tasks can share prefixes and compiled schemas.
 *
 * @param schema the JSON Schema that outputs must satisfy, admitted by the coordinator
 * @param schemaHash {@code sha256:...} of the schema's canonical form; part of every result's provenance
 * @param adapter the adapter version to decode with, or null for the bare base model
 * @param maxOutputTokens the most tokens an output may take; the constraint closes every output within it
 * @param constrained false decodes freely and checks the output against the schema afterwards
 * @param sampling how tokens are chosen
 * @param itemSeconds wall-clock limit of one item, or of each of its windows, in seconds; an item that passes it fails
 *     with {@code time_limit}
 * @param windows how inputs that are too long are cut; null to have them fail, as in messages of coordinators that know
 *     of no windows
 */
public record ExtractionTask(
        JsonNode schema,
        String schemaHash,
        @Nullable String adapter,
        int maxOutputTokens,
        boolean constrained,
        Sampling sampling,
        int itemSeconds,
        @Nullable Windows windows) {
    public ExtractionTask {
        requireNonNull(schema, "schema");
        requireNonNull(schemaHash, "schemaHash");
        requireNonNull(sampling, "sampling");
        if (maxOutputTokens < 1) {
            throw new IllegalArgumentException("maxOutputTokens must be at least 1, was " + maxOutputTokens);
        }
        if (itemSeconds < 1) {
            throw new IllegalArgumentException("itemSeconds must be at least 1, was " + itemSeconds);
        }
    }
}
