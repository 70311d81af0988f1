package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as the API shows it.
 *
 * @param dataset what names it: {@code recipes@2}
 * @param hash names its rows and their split
 * @param instruction what all its rows are told, or null where they differ
 * @param hasSchema whether its outputs were checked against a schema
 * @param sources what it was read from, as it was asked for; null where it was sent
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

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String sources,

        Instant createdAt) {}
