package dev.winnow.coordinator.item;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a job was asked for. */
@Schema(name = "ExtractionRequest")
record JobRequestView(
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String schema,
        String instruction,
        int maxOutputTokens,
        boolean constrained,
        double temperature) {}
