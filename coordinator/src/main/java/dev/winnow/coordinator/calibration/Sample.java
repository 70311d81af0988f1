package dev.winnow.coordinator.calibration;

import java.util.Set;

/**
 * A value that a model wrote for a held-out row.
 *
 * @param row its position in the dataset
 * @param field of the schema's root that it is in, or within
 * @param confidence the model's own
 * @param right whether it is what was wanted
 * @param reserved whether the row is kept for telling how wrong the calibration is
 */
public record Sample(int row, String field, double confidence, boolean right, boolean reserved) {
    /** The field that a value is in: the whole output where that is the only one. */
    public static String field(String pointer, Set<String> among) {
        if (pointer.isEmpty() || among.contains("")) {
            return "";
        }
        int end = pointer.indexOf('/', 1);
        return pointer.substring(1, end < 0 ? pointer.length() : end)
                .replace("~1", "/")
                .replace("~0", "~");
    }
}
