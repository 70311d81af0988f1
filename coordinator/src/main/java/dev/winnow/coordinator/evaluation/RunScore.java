package dev.winnow.coordinator.evaluation;

import java.util.List;

/**
 * What a run has scored. A row without an output has nothing right, and counts.
 *
 * @param rows that were scored
 * @param failed of them that have no output
 * @param valid of them whose output fits the schema
 * @param exact of them that have every field right
 * @param truncated of them whose output was closed early for want of room
 * @param score the mean over rows and fields, 0 to 1
 * @param fields each field for itself
 * @param outputTokens of an output, in the mean
 * @param secondsPerDocument from when a document's prompt was begun until its output was there, in the mean; others ran
 *     beside it
 * @param elapsedSeconds from when a worker began with the job until its end
 */
record RunScore(
        int rows,
        int failed,
        int valid,
        int exact,
        int truncated,
        double score,
        List<FieldFigure> fields,
        double outputTokens,
        double secondsPerDocument,
        double elapsedSeconds) {
    RunScore {
        fields = List.copyOf(fields);
    }

    /**
     * A field of all rows.
     *
     * @param rule by which it is scored: the word of a {@link dev.winnow.text.score.ScoreRule}
     * @param score the mean, 0 to 1
     * @param right how many rows have it wholly right
     */
    record FieldFigure(String field, String rule, double score, int right) {}
}
