package dev.winnow.engine.model.safetensors;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.WeightFile;
import dev.winnow.engine.model.WeightShape;

/**
 * A tensor in one of the model's files.
 *
 * @param file the file, which stays open as long as the model
 * @param type how its values are stored
 * @param shape rows and columns
 * @param position where its first byte is in the file
 */
public record SafetensorsTensor(WeightFile file, Dtype type, WeightShape shape, long position) {
    public SafetensorsTensor {
        requireNonNull(file, "file");
        requireNonNull(type, "type");
        requireNonNull(shape, "shape");
    }

    /** How many bytes its values take. */
    public long bytes() {
        return shape.size() * type.bytes();
    }

    /** Where its last byte ends in the file. */
    long end() {
        return position + bytes();
    }
}
