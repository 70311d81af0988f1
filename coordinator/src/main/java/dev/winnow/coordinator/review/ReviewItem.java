package dev.winnow.coordinator.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A result that somebody is to look at, or has looked at.
 *
 * @param output as the model wrote it
 * @param evidence confidence and spans by pointer
 * @param leastConfidence of the value that the model was least sure of
 * @param instruction what the model was told, where one item is asked for
 * @param input what it was given, where one item is asked for
 * @param schema what a correction must fit, where one item is asked for
 * @param decision what was decided last, or null
 * @param corrected what is right instead
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReviewItem(
        int position,
        String id,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String output,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String evidence,

        @Nullable Double leastConfidence,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String madeBy,
        @Nullable String instruction,
        @Nullable String input,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String schema,

        @Nullable String decision,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String corrected,

        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {}
