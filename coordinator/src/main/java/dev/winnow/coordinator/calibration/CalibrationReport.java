package dev.winnow.coordinator.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good a calibration is, for an adapter's card. Errors are expected calibration errors on reserved rows, which
 * neither the curves were fitted on nor a gate looks at.
 *
 * @param calibrated whether there is one
 * @param reason why there is none
 * @param rows that it was fitted on
 * @param reservedRows that its error was told by
 * @param error of what is given out, over all values
 * @param errorBefore of the model's own confidences, on the same values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CalibrationReport(
        boolean calibrated,
        @Nullable String reason,
        int rows,
        int reservedRows,
        @Nullable Double error,
        @Nullable Double errorBefore,
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
     * @param crossFittedError of such curves on the rows for the fit, each by one that was not fitted on it: by twice
     *     as many values, but a gate may have looked at them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldReport(
            String method,
            int values,
            int reservedValues,
            @Nullable Double error,
            @Nullable Double errorBefore,
            @Nullable Double crossFittedError) {}
}
