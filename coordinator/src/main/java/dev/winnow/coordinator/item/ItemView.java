package dev.winnow.coordinator.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An item with its text and all that is known of its result.
 *
 * @param items how many the job has: positions are those below
 * @param input the text that the model was given, in which spans count; of a bad item it is empty
 * @param output as the model wrote it; left out where there is none (yet)
 * @param evidence confidence and spans by pointer
 * @param madeBy model, quantization, adapter, schema and prompt
 * @param error why there is no output
 * @param decision what a reviewer decided last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Item")
record ItemView(
        int position,
        int items,
        String id,
        String instruction,
        String input,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String output,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String evidence,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String madeBy,

        boolean truncated,
        @Nullable ItemError error,
        @Nullable Double leastConfidence,
        @Nullable ItemUsage usage,
        @Nullable String decision,
        @Nullable Instant recordedAt) {

    /** What an output took. */
    record ItemUsage(int inputTokens, int outputTokens, int steps, double seconds) {}
}
