package dev.winnow.benchmarks.evidence;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.common.result.Evidence;
import dev.winnow.coordinator.calibration.CalibrationReport;
import dev.winnow.coordinator.calibration.Calibrator;
import dev.winnow.coordinator.calibration.Sample;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.text.score.RightValues;
import dev.winnow.worker.extraction.EvidenceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges the evidence of outputs as they come. Not thread-safe. */
final class EvidenceRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TextModel texts;
    private final EvidenceReader reader;
    private final Map<String, Separation> fields = new TreeMap<>();
    private final Separation all = new Separation();
    private final Map<String, Separation> wholeFields = new TreeMap<>();
    private final Separation allWholeFields = new Separation();
    private final Places places = new Places();
    private final List<Sample> samples = new ArrayList<>();
    private int documents;
    private long readingNanos;

    EvidenceRun(TextModel texts, EvidenceReader reader) {
        this.texts = texts;
        this.reader = reader;
    }

    void judge(Document document, Generated generated) throws IOException {
        String text = texts.text(generated.tokens());
        long begun = System.nanoTime();
        Evidence evidence = reader.of(document.input(), text, generated);
        readingNanos += System.nanoTime() - begun;
        JsonNode output = JSON.readTree(text);
        RightValues.of(output, document.output()).forEach((pointer, right) -> {
            double confidence = requireNonNull(evidence.confidence().get(pointer), pointer);
            all.add(confidence, right);
            samples.add(new Sample(documents, field(pointer), confidence, right, documents % Calibrator.RESERVED == 0));
            fields.computeIfAbsent(field(pointer), unknown -> new Separation()).add(confidence, right);
        });
        WholeFields.of(output, document.output(), evidence.confidence()).forEach((field, whole) -> {
            allWholeFields.add(whole.confidence(), whole.right());
            wholeFields.computeIfAbsent(field, unknown -> new Separation()).add(whole.confidence(), whole.right());
        });
        evidence.spans().forEach((pointer, span) -> {
            JsonNode value = output.at(pointer);
            if (value.isTextual()) {
                places.add(document.input(), value, span);
            }
        });
        documents++;
    }

    private static String field(String pointer) {
        return pointer.isEmpty() ? "(whole)" : pointer.substring(1).replaceFirst("/.*", "");
    }

    boolean spansAreRight() {
        return places.allRight();
    }

    void report(Report report, String setting, double generatedSeconds) {
        report.figure("confidence", setting + ", all values", values(all));
        fields.forEach((field, separation) -> report.figure("confidence", setting + ", " + field, values(separation)));
        report.figure("fields", setting + ", all fields", values(allWholeFields));
        wholeFields.forEach((field, separation) -> report.figure("fields", setting + ", " + field, values(separation)));
        calibration(report, setting);
        report.figure("spans", setting, places.values());
        Map<String, Object> time = new LinkedHashMap<>();
        time.put("reading_seconds", Math.round(readingNanos / 1e6) / 1e3);
        time.put("generating_seconds", Math.round(generatedSeconds * 1e3) / 1e3);
        time.put("share", Math.round(readingNanos / generatedSeconds / 1e5) / 1e4);
        report.figure("time", setting, time);
    }

    // As an evaluation fits it, on two thirds of the documents; the errors are told by the others.
    private void calibration(Report report, String setting) {
        CalibrationReport found = Calibrator.fit(samples, documents).report();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("calibrated", found.calibrated());
        all.put("rows", found.rows());
        all.put("reserved_rows", found.reservedRows());
        put(all, "error", found.error());
        put(all, "error_before", found.errorBefore());
        put(all, "usual_error", found.usualError());
        put(all, "usual_error_by_chance", found.usualErrorByChance());
        put(all, "cross_fitted_values", found.crossFittedValues());
        put(all, "cross_fitted_error", found.crossFittedError());
        report.figure("calibration", setting + ", all values", all);
        found.fields().forEach((field, its) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("method", its.method());
            one.put("reserved_values", its.reservedValues());
            put(one, "error", its.error());
            put(one, "error_before", its.errorBefore());
            put(one, "usual_error", its.usualError());
            put(one, "usual_error_by_chance", its.usualErrorByChance());
            put(one, "cross_fitted_values", its.crossFittedValues());
            put(one, "cross_fitted_error", its.crossFittedError());
            report.figure("calibration", setting + ", " + field, one);
        });
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static Map<String, Object> values(Separation separation) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("values", separation.count());
        values.put("right", separation.right());
        separation.area().ifPresent(area -> values.put("area_under_curve", Math.round(area * 1e3) / 1e3));
        return values;
    }
}
