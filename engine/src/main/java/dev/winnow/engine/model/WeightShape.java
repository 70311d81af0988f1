package dev.winnow.engine.model;

/**
 * The shape of a weight: a matrix, row-major, or a vector, which is one row.
 *
 * @param rows the number of rows; for a projection, its output width
 * @param columns the length of a row; for a projection, its input width
 */
public record WeightShape(int rows, int columns) {
    public WeightShape {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a weight has at least 1 row and 1 column, was %d x %d".formatted(rows, columns));
        }
    }

    /** The number of values; it may pass what one Java array holds. */
    public long size() {
        return (long) rows * columns;
    }
}
