package dev.winnow.coordinator.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good a calibration is, for an adapter's card. Errors are told by reserved rows, which neither the curves were
 * fitted on nor a gate looks at, less what chance adds to them.
 *
 * @param calibrated whether there is one
 * @param reason why there is none
 * @param rows that it was fitted on
 * @param reservedRows that its error was told by
 * @param error of what is given out, over all values
 * @param errorBefore of the model's own confidences, on the same values
 * @param usualError the expected calibration error over ten bins of equal width, with what chance adds
 * @param usualErrorByChance what that would be of a perfect calibration
 * @param crossFittedValues of all rows
 * @param crossFittedError of all rows, each by curves that were not fitted on it; a gate may have looked at two thirds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CalibrationReport(
        boolean calibrated,
        @Nullable String reason,
        int rows,
        int reservedRows,
        @Nullable Double error,
        @Nullable Double errorBefore,
        @Nullable Double usualError,
        @Nullable Double usualErrorByChance,
        @Nullable Integer crossFittedValues,
        @Nullable Double crossFittedError,
        Map<String, FieldReport> fields) {
    public CalibrationReport {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /**
     * One field's.
     *
     * @param method isotonic, platt, none where nothing was better than the model's own, or pooled with the values of
     *     all fields where this one had too few
     * @param values that it was fitted on
     * @param reservedValues that its error was told by
     * @param usualError over ten bins of equal width, with what chance adds
     * @param usualErrorByChance what that would be of a perfect calibration
     * @param crossFittedValues of all rows
     * @param crossFittedError of all rows, each by such a curve that was not fitted on it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldReport(
            String method,
            int values,
            int reservedValues,
            @Nullable Double error,
            @Nullable Double errorBefore,
            @Nullable Double usualError,
            @Nullable Double usualErrorByChance,
            @Nullable Integer crossFittedValues,
            @Nullable Double crossFittedError) {}
}
