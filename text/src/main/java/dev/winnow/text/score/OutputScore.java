package dev.winnow.text.score;

import java.util.List;

/**
 * How one output was scored.
 *
 * @param fields from 0 to 1, in the order of the scorer's
 */
public record OutputScore(List<Double> fields) {
    public OutputScore {
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("a score has at least one field");
        }
    }

    /** The mean over the fields. */
    public double mean() {
        return fields.stream().mapToDouble(Double::doubleValue).sum() / fields.size();
    }

    /** Whether each field is wholly right. */
    public boolean exact() {
        return fields.stream().allMatch(field -> field == 1);
    }
}
