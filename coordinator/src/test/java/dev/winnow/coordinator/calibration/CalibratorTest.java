package dev.winnow.coordinator.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.Evidence;
import dev.winnow.coordinator.calibration.CalibrationError.Said;
import dev.winnow.coordinator.calibration.CalibrationReport.FieldReport;
import dev.winnow.coordinator.calibration.Calibrator.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CalibratorTest {
    @Test
    void confidences_that_promise_too_much_come_to_what_they_are_worth_on_rows_that_nothing_was_fitted_on() {
        List<Sample> samples = samples("price", 300, confidence -> Math.pow(confidence, 3));
        samples.addAll(samples("title", 300, confidence -> 0.3 + 0.7 * confidence));

        Finding finding = Calibrator.fit(samples, 300);

        CalibrationReport report = finding.report();
        assertThat(report.calibrated()).isTrue();
        assertThat(report.rows() + report.reservedRows()).isEqualTo(300);
        assertThat(report.reservedRows()).isEqualTo(100);
        FieldReport price = Objects.requireNonNull(report.fields().get("price"));
        assertThat(price.errorBefore()).isGreaterThan(0.12);
        assertThat(price.error()).isLessThan(0.1);
        assertThat(price.values()).isEqualTo(200);
        assertThat(price.reservedValues()).isEqualTo(100);
        assertThat(price.crossFittedValues()).isEqualTo(300);
        assertThat(price.crossFittedError()).isLessThan(0.08);
        assertThat(report.crossFittedValues()).isEqualTo(600);
        assertThat(report.crossFittedError()).isLessThan(0.06);
        Calibration calibration = Objects.requireNonNull(finding.calibration());
        assertThat(at("price", calibration)).isCloseTo(0.125, within(0.1));
        assertThat(at("title", calibration)).isCloseTo(0.65, within(0.1));
    }

    @Test
    void field_with_few_values_has_the_curve_of_all_together() {
        List<Sample> samples = samples("title", 200, confidence -> confidence * confidence);
        samples.addAll(samples("rare", 30, confidence -> 1));

        CalibrationReport report = Calibrator.fit(samples, 200).report();

        assertThat(method("rare", report)).isEqualTo("pooled");
        assertThat(method("title", report)).isNotEqualTo("pooled");
    }

    @Test
    void too_few_rows_are_no_calibration_and_the_reason_says_how_many_it_takes() {
        Finding few = Calibrator.fit(samples("title", 49, confidence -> confidence), 49);
        assertThat(few.calibration()).isNull();
        assertThat(few.report().calibrated()).isFalse();
        assertThat(few.report().reason()).isEqualTo("49 held-out rows were evaluated, and a calibration takes 50");
        assertThat(Calibrator.fit(List.of(), 200).report().reason()).contains("0 values with a confidence");
    }

    @Test
    void isotonic_curve_pools_what_falls_and_rises_everywhere() {
        Curve curve = CurveFit.ISOTONIC.fit(List.of(
                sample(0.1, false), sample(0.3, true), sample(0.5, false), sample(0.7, true), sample(0.7, true)));

        assertThat(curve.at(0)).isZero();
        assertThat(curve.at(0.4)).isCloseTo(0.5, within(1e-9));
        assertThat(curve.at(0.55)).isCloseTo(0.75, within(1e-9));
        assertThat(curve.at(0.7)).isEqualTo(1);
        assertThat(curve.at(1)).isEqualTo(1);
    }

    @Test
    void values_that_are_all_as_sure_come_to_their_share() {
        List<Sample> samples = new ArrayList<>();
        for (int row = 0; row < 150; row++) {
            samples.add(new Sample(row, "price", 0.95, row % 10 < 7, row % Calibrator.RESERVED == 0));
        }
        assertThat(CurveFit.ISOTONIC.fit(samples).at(0.95)).isCloseTo(0.7, within(1e-9));
        assertThat(CurveFit.PLATT.fit(samples).at(0.95)).isCloseTo(0.7, within(0.01));
        CalibrationReport report = Calibrator.fit(samples, 150).report();
        assertThat(report.errorBefore()).isCloseTo(0.25, within(0.05));
        assertThat(report.error()).isLessThan(0.05);
    }

    @Test
    void logistic_curve_is_level_where_the_surer_are_the_likelier_to_be_wrong() {
        List<Sample> samples = samples("title", 200, confidence -> 1 - confidence);
        Curve curve = CurveFit.PLATT.fit(samples);
        assertThat(curve.at(0.9)).isEqualTo(curve.at(0.1)).isCloseTo(0.5, within(0.15));
    }

    @Test
    void logistic_curve_never_comes_to_certainty() {
        Curve curve = CurveFit.PLATT.fit(samples("title", 50, confidence -> 1));
        assertThat(curve.at(0.99)).isBetween(0.9, 0.9999);
    }

    @Test
    void usual_error_is_the_difference_within_bins_by_what_was_said() {
        assertThat(CalibrationError.usual(
                        List.of(new Said(0.9, true), new Said(0.9, false), new Said(0.1, false), new Said(0.1, false))))
                .isCloseTo((0.8 + 0.2) / 4, within(1e-9));
        assertThat(CalibrationError.usual(List.of(new Said(1, true)))).isZero();
    }

    @Test
    void perfect_calibration_shows_the_usual_error_by_chance_and_nearly_none_when_that_is_taken_off() {
        assertThat(mean(CalibrationError::usual, 17, said -> said)).isBetween(0.16, 0.22);
        assertThat(mean(CalibrationError::usual, 50, said -> said))
                .isCloseTo(mean(CalibrationError::usualByChance, 50, said -> said), within(0.02));
        assertThat(mean(CalibrationError::of, 17, said -> said)).isLessThan(0.08);
        assertThat(mean(CalibrationError::of, 50, said -> said)).isLessThan(0.05);
        assertThat(mean(CalibrationError::of, 1000, said -> said)).isLessThan(0.015);
    }

    @Test
    void calibration_that_is_wrong_by_a_known_error_shows_that_error_whatever_the_number_of_values() {
        for (int values : new int[] {50, 150, 600}) {
            assertThat(mean(CalibrationError::of, values, said -> said - 0.15))
                    .as("%d values", values)
                    .isCloseTo(0.15, within(0.015));
            // |said - said squared| is 0.16 in the mean, its root mean square 0.17.
            assertThat(mean(CalibrationError::of, values, said -> said * said))
                    .as("%d values", values)
                    .isBetween(0.15, 0.18);
        }
    }

    /** Over many draws in which the probability of being right is what that function makes of what was said. */
    private static double mean(ToDoubleFunction<List<Said>> error, int values, DoubleUnaryOperator truth) {
        SplittableRandom random = new SplittableRandom(values);
        int draws = 200_000 / values;
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            List<Said> all = new ArrayList<>();
            for (int i = 0; i < values; i++) {
                // Mostly sure, as models are: three quarters in the mean.
                double said = 0.2 + 0.8 * Math.pow(random.nextDouble(), 0.45);
                all.add(new Said(said, random.nextDouble() < truth.applyAsDouble(said)));
            }
            sum += error.applyAsDouble(all);
        }
        return sum / draws;
    }

    @Test
    void calibration_is_read_as_it_was_written_and_keeps_spans() throws JsonProcessingException {
        Calibration calibration = new Calibration(
                Map.of("a/b", new Curve.Steps(List.of(0.2, 0.8), List.of(0.1, 0.5)), "c", new Curve.Logistic(1, 0)),
                new Curve.AsItIs());
        ObjectMapper json = new ObjectMapper();

        Calibration read = json.readValue(json.writeValueAsString(calibration), Calibration.class);

        assertThat(read).isEqualTo(calibration);
        assertThat(read.apply(new Evidence(Map.of("/a~1b/0", 0.5, "/c", 0.7, "/d", 0.123), Map.of()))
                        .confidence())
                .isEqualTo(Map.of("/a~1b/0", 0.3, "/c", 0.7, "/d", 0.123));
    }

    private static Sample sample(double confidence, boolean right) {
        return new Sample(0, "title", confidence, right, false);
    }

    /** One a row; each third row is reserved. */
    private static List<Sample> samples(String field, int rows, DoubleUnaryOperator worth) {
        SplittableRandom random = new SplittableRandom(field.hashCode());
        List<Sample> samples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double confidence = 0.05 + 0.9 * random.nextDouble();
            boolean right = random.nextDouble() < worth.applyAsDouble(confidence);
            samples.add(new Sample(row, field, confidence, right, row % Calibrator.RESERVED == 0));
        }
        return samples;
    }

    private static double at(String field, Calibration calibration) {
        return Objects.requireNonNull(calibration.fields().get(field)).at(0.5);
    }

    private static String method(String field, CalibrationReport report) {
        return Objects.requireNonNull(report.fields().get(field)).method();
    }
}
