package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.CalibrationError.Said;
import dev.winnow.coordinator.calibration.CalibrationReport.FieldReport;
import dev.winnow.coordinator.calibration.CrossFit.Fitted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fits an adapter's calibration to what it has written for held-out rows. */
public final class Calibrator {
    /** With fewer rows there is none, and no row is reserved. */
    public static final int LEAST_ROWS = 50;

    /** One row in so many is reserved. */
    public static final int RESERVED = 3;

    /** With fewer values a field has no curve of its own. */
    static final int LEAST_VALUES = 25;

    private Calibrator() {}

    /**
     * Fits it.
     *
     * @param rows how many rows there are, also those without a value
     */
    public static Finding fit(List<Sample> samples, int rows) {
        List<Sample> given =
                samples.stream().filter(sample -> !sample.reserved()).toList();
        List<Sample> reserved = samples.stream().filter(Sample::reserved).toList();
        if (rows < LEAST_ROWS) {
            return none(
                    "%d held-out rows were evaluated, and a calibration takes %d".formatted(rows, LEAST_ROWS), given);
        }
        if (given.size() < LEAST_VALUES || reserved.isEmpty()) {
            return none(
                    "the outputs have %d values with a confidence, and a calibration takes %d"
                            .formatted(samples.size(), LEAST_VALUES),
                    given);
        }
        Map<String, Fitted> fitted = new TreeMap<>();
        byField(given).forEach((field, its) -> {
            if (its.size() >= LEAST_VALUES) {
                fitted.put(field, CrossFit.of(its));
            }
        });
        Map<String, Curve> curves = new TreeMap<>();
        fitted.forEach((field, fit) -> curves.put(field, fit.curve()));
        Calibration calibration = new Calibration(curves, CrossFit.of(given).curve());
        return new Finding(calibration, report(calibration, fitted, given, reserved));
    }

    private static Finding none(String reason, List<Sample> given) {
        return new Finding(null, new CalibrationReport(false, reason, rows(given), 0, null, null, Map.of()));
    }

    private static CalibrationReport report(
            Calibration calibration, Map<String, Fitted> fitted, List<Sample> given, List<Sample> reserved) {
        Map<String, FieldReport> fields = new TreeMap<>();
        Map<String, List<Sample>> kept = byField(reserved);
        byField(given).forEach((field, its) -> {
            Fitted own = fitted.get(field);
            List<Sample> left = kept.getOrDefault(field, List.of());
            fields.put(
                    field,
                    new FieldReport(
                            own == null ? "pooled" : own.curve().method(),
                            its.size(),
                            left.size(),
                            error(left, calibration),
                            error(left, null),
                            own == null ? null : rounded(own.error())));
        });
        return new CalibrationReport(
                true, null, rows(given), rows(reserved), error(reserved, calibration), error(reserved, null), fields);
    }

    private static @Nullable Double error(List<Sample> samples, @Nullable Calibration calibration) {
        if (samples.isEmpty()) {
            return null;
        }
        return rounded(CalibrationError.of(samples.stream()
                .map(sample -> new Said(said(sample, calibration), sample.right()))
                .toList()));
    }

    private static @Nullable Double rounded(@Nullable Double error) {
        return error == null ? null : Double.valueOf(Math.round(1e4 * error) / 1e4);
    }

    private static double said(Sample sample, @Nullable Calibration calibration) {
        return calibration == null
                ? sample.confidence()
                : calibration
                        .fields()
                        .getOrDefault(sample.field(), calibration.others())
                        .at(sample.confidence());
    }

    private static Map<String, List<Sample>> byField(List<Sample> samples) {
        return samples.stream().collect(Collectors.groupingBy(Sample::field, TreeMap::new, Collectors.toList()));
    }

    private static int rows(List<Sample> samples) {
        return (int) samples.stream().mapToInt(Sample::row).distinct().count();
    }

    /**
     * What came of it.
     *
     * @param calibration null where there is none; the report says why
     */
    public record Finding(@Nullable Calibration calibration, CalibrationReport report) {}
}
