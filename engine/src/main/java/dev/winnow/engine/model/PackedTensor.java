package dev.winnow.engine.model;

import static java.util.Objects.requireNonNull;

/**
 * A matrix of numbers or codes, row-major, in a file.
 *
 * @param type as safetensors names it: {@code I8}, {@code U8}, {@code BF16}, {@code F16}, {@code F32}
 * @param position where its first byte is in the file
 * @param bytes how many it has
 */
public record PackedTensor(String name, String type, WeightShape shape, WeightFile file, long position, long bytes) {
    public PackedTensor {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(shape, "shape");
        requireNonNull(file, "file");
    }
}
