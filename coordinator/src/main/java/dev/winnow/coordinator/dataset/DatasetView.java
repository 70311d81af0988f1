package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as the API shows it.
 *
 * @param dataset what names it: {@code recipes@2}
 * @param hash names its rows and their split
 * @param instruction what all its rows are told, or null where they differ
 * @param hasSchema whether its outputs were checked against a schema
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetView(
        String dataset,
        String name,
        int version,
        String hash,
        int trainRows,
        int heldOutRows,
        @Nullable String instruction,
        boolean hasSchema,
        DatasetStatistics statistics,
        Instant createdAt) {}
