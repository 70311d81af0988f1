package dev.winnow.engine.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model can be loaded in a numeric mode here.
 *
 * @param quantization the mode's name
 * @param weightsMebibytes what its weights take; null where that was not planned
 * @param why not, as a sentence; null where it fits
 * @param measured how fast it was here, null where nobody measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModeFit(
        String quantization,
        boolean fits,
        @Nullable Long weightsMebibytes,
        @Nullable String why,
        @Nullable Measurement measured) {}
