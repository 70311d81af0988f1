package dev.winnow.engine.model.gguf;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.WeightShape;

/**
 * A tensor in the file.
 *
 * @param name ggml's name, for example {@code blk.0.attn_q.weight}
 * @param shape rows and columns (ggml lists the columns first)
 * @param type how its values are stored; a row is a whole number of blocks
 * @param position where its first byte is in the file
 */
record GgufTensor(String name, WeightShape shape, GgufType type, long position) {
    GgufTensor {
        requireNonNull(name, "name");
        requireNonNull(shape, "shape");
        requireNonNull(type, "type");
    }

    /** The bytes that the tensor takes in the file. */
    long bytes() {
        return shape.rows() * rowBytes();
    }

    /** The bytes that a row takes in the file. */
    long rowBytes() {
        return type.rowBytes(shape.columns());
    }
}
