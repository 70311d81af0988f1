package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.calibration.Calibrator;
import dev.winnow.coordinator.calibration.Calibrator.Finding;
import dev.winnow.coordinator.calibration.Sample;
import dev.winnow.coordinator.evaluation.RunTally.ScoredRow;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.OutputScorer.ScoredField;
import dev.winnow.text.score.RightValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values that a run has written, with how sure it was of each and whether it was right. Not thread-safe. */
final class RunSamples {
    /** Of one row: a list of a thousand entries says no more than a shorter one of how sure the model is. */
    private static final int MOST_OF_A_ROW = 64;

    /** Curves of more values are no better, and all are in memory at once. */
    private static final int MOST = 100_000;

    private final ObjectMapper json;
    private final Set<String> fields;
    private final List<Sample> samples = new ArrayList<>();

    RunSamples(OutputScorer scorer, ObjectMapper json) {
        this.fields = scorer.fields().stream().map(ScoredField::name).collect(Collectors.toUnmodifiableSet());
        this.json = json;
    }

    /** Adds a row's; one without an output or evidence has none. */
    void add(ScoredRow row, @Nullable String output, String expected, @Nullable String evidence) {
        if (output == null || evidence == null || samples.size() >= MOST) {
            return;
        }
        JsonNode confidence = read(evidence).path("confidence");
        Map<String, Boolean> right = RightValues.of(read(output), read(expected));
        int taken = 0;
        for (Map.Entry<String, JsonNode> value : confidence.properties()) {
            String field = Sample.field(value.getKey(), fields);
            Boolean is = right.get(value.getKey());
            if (is != null && fields.contains(field) && taken < MOST_OF_A_ROW) {
                samples.add(new Sample(row.position(), field, value.getValue().doubleValue(), is, row.reserved()));
                taken++;
            }
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored as JSON cannot be read", e);
        }
    }

    /** What they are worth. */
    Finding fit(int rows) {
        return Calibrator.fit(samples, rows);
    }
}
