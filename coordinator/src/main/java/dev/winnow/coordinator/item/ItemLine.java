package dev.winnow.coordinator.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An item that has ended, as a line of a table.
 *
 * @param output as the model wrote it, unless it is longer than a line wants
 * @param beginning of an output that is longer
 * @param truncated whether it was closed early for want of room
 * @param error why there is no output
 * @param leastConfidence of the value that the model was least sure of
 * @param decision what a reviewer decided, if one did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ItemLine")
record ItemLine(
        int position,
        String id,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String output,

        @Nullable String beginning,
        boolean truncated,
        @Nullable ItemError error,
        @Nullable Double leastConfidence,
        @Nullable String decision,
        @Nullable Instant recordedAt) {}
