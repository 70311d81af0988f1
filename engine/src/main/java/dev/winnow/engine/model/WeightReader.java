package dev.winnow.engine.model;

/**
 * Reads a model's weights by their Hugging Face names, such as {@code model.layers.0.self_attn.q_proj.weight}.
 *
 * <p>Values are dequantized to float but not rounded further; the query and key rows are in Hugging Face's order (a
 * head's rotary pairs are its first and second half), whatever the file's order was. Nothing is cached: each read
 * decodes anew. Thread-safe until the model is closed.
 */
public interface WeightReader {
    /** Whether the model has a weight of this name. */
    boolean has(String name);

    /**
     * The shape of a weight.
     *
     * @throws ModelRefusedException if the model has no weight of this name
     */
    WeightShape shape(String name);

    /**
     * Decodes some rows into the front of {@code target}, row-major, so that a large table need not be in the heap at
     * once.
     *
     * @param firstRow the first row to read, from 0
     * @param rows the number of rows, at least 1
     * @param target takes {@code rows * columns} floats
     * @throws ModelRefusedException if the model has no weight of this name
     * @throws IndexOutOfBoundsException if the rows are not within the weight, or do not fit the target
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    void readRows(String name, int firstRow, int rows, float[] target);

    /** Decodes a whole weight, row-major. It must be smaller than 2^31 values. */
    default float[] read(String name) {
        WeightShape shape = shape(name);
        float[] values = new float[Math.toIntExact(shape.size())];
        readRows(name, 0, shape.rows(), values);
        return values;
    }
}
