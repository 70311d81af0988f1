package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.evaluation.RunScore.FieldFigure;
import dev.winnow.text.score.OutputScore;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.OutputScorer.ScoredField;
import java.util.ArrayList;
import java.util.List;

/** Sums a run up, row by row. Not thread-safe. */
final class RunTally {
    private final List<ScoredField> fields;
    private final double[] sums;
    private final int[] right;
    private int rows;
    private int failed;
    private int valid;
    private int exact;
    private int truncated;
    private double sum;
    private long tokens;
    private double seconds;

    RunTally(OutputScorer scorer) {
        this.fields = scorer.fields();
        this.sums = new double[fields.size()];
        this.right = new int[fields.size()];
    }

    void add(ScoredRow row) {
        OutputScore score = row.score();
        rows++;
        failed += row.hasOutput() ? 0 : 1;
        valid += row.valid() ? 1 : 0;
        exact += score.exact() ? 1 : 0;
        truncated += row.truncated() ? 1 : 0;
        sum += score.mean();
        tokens += row.outputTokens();
        seconds += row.seconds();
        for (int i = 0; i < sums.length; i++) {
            double field = score.fields().get(i);
            sums[i] += field;
            right[i] += field == 1 ? 1 : 0;
        }
    }

    int rows() {
        return rows;
    }

    /** The sum of all; of no rows there is none. */
    RunScore score(double elapsedSeconds) {
        List<FieldFigure> figures = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            ScoredField field = fields.get(i);
            figures.add(new FieldFigure(field.name(), field.rule().word(), sums[i] / rows, right[i]));
        }
        int outputs = Math.max(1, rows - failed);
        return new RunScore(
                rows,
                failed,
                valid,
                exact,
                truncated,
                sum / rows,
                figures,
                (double) tokens / outputs,
                seconds / outputs,
                elapsedSeconds);
    }

    /** A row with how it was scored. */
    record ScoredRow(
            int position,
            OutputScore score,
            boolean hasOutput,
            boolean valid,
            boolean truncated,
            int outputTokens,
            double seconds,
            boolean reserved) {}
}
