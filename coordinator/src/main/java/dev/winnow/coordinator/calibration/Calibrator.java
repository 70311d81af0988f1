package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.CalibrationError.Said;
import dev.winnow.coordinator.calibration.CalibrationReport.FieldReport;
import dev.winnow.coordinator.calibration.CrossFit.Fitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
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
        Fitted others = CrossFit.of(given);
        Calibration calibration = new Calibration(curves, others.curve());
        return new Finding(calibration, report(calibration, fitted, others, given, reserved));
    }

    private static Finding none(String reason, List<Sample> given) {
        return new Finding(
                null,
                new CalibrationReport(false, reason, rows(given), 0, null, null, null, null, null, null, Map.of()));
    }

    private static CalibrationReport report(
            Calibration calibration,
            Map<String, Fitted> fitted,
            Fitted others,
            List<Sample> given,
            List<Sample> reserved) {
        Map<String, FieldReport> fields = new TreeMap<>();
        Map<String, List<Sample>> kept = byField(reserved);
        List<Said> everywhere = new ArrayList<>();
        byField(given).forEach((field, its) -> {
            Fitted own = fitted.get(field);
            List<Sample> left = kept.getOrDefault(field, List.of());
            List<Said> outside = new ArrayList<>(said(left, calibration));
            (own == null ? others : own)
                    .outside().stream()
                            .filter(judged -> judged.field().equals(field))
                            .forEach(judged -> outside.add(judged.said()));
            everywhere.addAll(outside);
            fields.put(
                    field,
                    new FieldReport(
                            own == null ? "pooled" : own.curve().method(),
                            its.size(),
                            left.size(),
                            told(said(left, calibration), CalibrationError::of),
                            told(said(left, null), CalibrationError::of),
                            told(said(left, calibration), CalibrationError::usual),
                            told(said(left, calibration), CalibrationError::usualByChance),
                            outside.size(),
                            told(outside, CalibrationError::of)));
        });
        return new CalibrationReport(
                true,
                null,
                rows(given),
                rows(reserved),
                told(said(reserved, calibration), CalibrationError::of),
                told(said(reserved, null), CalibrationError::of),
                told(said(reserved, calibration), CalibrationError::usual),
                told(said(reserved, calibration), CalibrationError::usualByChance),
                everywhere.size(),
                told(everywhere, CalibrationError::of),
                fields);
    }

    private static @Nullable Double told(List<Said> said, ToDoubleFunction<List<Said>> error) {
        return said.isEmpty() ? null : Double.valueOf(Math.round(1e4 * error.applyAsDouble(said)) / 1e4);
    }

    private static List<Said> said(List<Sample> samples, @Nullable Calibration calibration) {
        return samples.stream()
                .map(sample -> new Said(said(sample, calibration), sample.right()))
                .toList();
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
