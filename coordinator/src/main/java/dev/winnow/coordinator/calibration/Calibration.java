package dev.winnow.coordinator.calibration;

import dev.winnow.common.result.Evidence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an adapter's confidences are worth.
 *
 * @param fields a curve of each field that had enough values, by name
 * @param others the curve of all values together, for those of other fields
 */
public record Calibration(Map<String, Curve> fields, Curve others) {
    public Calibration {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** The same evidence, with probabilities of being right for the model's own confidences. */
    public Evidence apply(Evidence evidence) {
        Map<String, Double> calibrated = new LinkedHashMap<>();
        evidence.confidence()
                .forEach((pointer, confidence) -> calibrated.put(
                        pointer,
                        rounded(of(Sample.field(pointer, fields.keySet())).at(confidence))));
        return new Evidence(calibrated, evidence.spans());
    }

    private Curve of(String field) {
        return fields.getOrDefault(field, others);
    }

    // More digits than a hundred rows can tell.
    private static double rounded(double probability) {
        return Math.round(Math.min(1, Math.max(0, probability)) * 1e4) / 1e4;
    }
}
