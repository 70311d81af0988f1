package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a dataset's rows are like.
 *
 * @param read rows that came
 * @param repeated of them, those that were left out since the same row came before
 * @param contradicting rows that were kept though the same input has another output before them
 * @param inputCharacters how long inputs are
 * @param outputCharacters how long outputs are
 * @param fields of outputs that are JSON objects, in the order in which they came
 * @param leaks what stands on both sides of the split
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DatasetStatistics(
        int read,
        int repeated,
        int contradicting,
        Lengths inputCharacters,
        Lengths outputCharacters,
        List<FieldCoverage> fields,
        Leaks leaks) {
    DatasetStatistics {
        fields = List.copyOf(fields);
    }

    /** How long texts are. */
    record Lengths(int least, int median, int most95, int most, double mean) {}

    /**
     * In how many rows a field has a value that is not null.
     *
     * @param share of all rows, to 1
     */
    record FieldCoverage(String field, int rows, double share) {}

    /**
     * Rows to train on that are nearly a held-out one.
     *
     * @param found how many
     * @param dropped whether they were left out of what is trained on
     * @param examples the first of them
     */
    record Leaks(int found, boolean dropped, List<LeakCheck.Leak> examples) {
        Leaks {
            examples = List.copyOf(examples);
        }
    }
}
