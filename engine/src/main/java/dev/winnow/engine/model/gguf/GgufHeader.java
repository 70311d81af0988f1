package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.WeightFile;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.text.gguf.GgufMetadata;
import dev.winnow.text.gguf.GgufRefusedException;
import dev.winnow.text.gguf.GgufStart;
import dev.winnow.text.gguf.HeaderReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked header: its tensors lie inside the file and apart from each other.
 *
 * @param metadata keys and values
 * @param tensors the tensors by ggml's names
 */
record GgufHeader(GgufMetadata metadata, Map<String, GgufTensor> tensors) {
    private static final int MOST_NAME_BYTES = 1_024;
    private static final int MOST_DIMENSIONS = 4;
    private static final long MOST_VALUES = 1L << 48; // so that sizes in bytes fit a long
    private static final int MOST_ALIGNMENT = 1 << 20;

    GgufHeader {
        tensors = Map.copyOf(tensors);
    }

    /** Reads and checks the header; throws {@link GgufRefusedException} where the file is not as it must be. */
    static GgufHeader read(WeightFile file) {
        HeaderReader in = new HeaderReader(String.valueOf(file.path().getFileName()), file.size(), file::read);
        GgufStart start = GgufStart.read(in);
        List<GgufTensor> relative = new ArrayList<>();
        for (long i = 0; i < start.tensors(); i++) {
            relative.add(tensor(in, i));
        }
        int alignment = alignment(start.metadata(), in);
        long dataStart = (in.position() + alignment - 1) / alignment * alignment;
        return new GgufHeader(start.metadata(), placed(relative, alignment, dataStart, file.size(), in));
    }

    private static GgufTensor tensor(HeaderReader in, long index) {
        String name = in.string("the name of tensor " + index, MOST_NAME_BYTES);
        WeightShape shape = shape(in, name);
        int code = in.int32("the type of " + name);
        GgufType type = GgufType.of(code)
                .orElseThrow(() -> in.refused("the tensor %s is stored as %s; Winnow reads %s: use such a file"
                        .formatted(name, GgufType.nameOf(code), GgufType.readable())));
        if (shape.columns() % type.blockValues() != 0) {
            throw in.refused("a row of %s has %d values, which is no multiple of the %d of a %s block"
                    .formatted(name, shape.columns(), type.blockValues(), type));
        }
        return new GgufTensor(name, shape, type, in.count("the offset of " + name, Long.MAX_VALUE));
    }

    private static WeightShape shape(HeaderReader in, String name) {
        int dimensions = in.int32("the number of dimensions of " + name);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw in.refused("the tensor %s has %s dimensions; 1 to %d are possible"
                    .formatted(name, Integer.toUnsignedString(dimensions), MOST_DIMENSIONS));
        }
        int[] sizes = {1, 1, 1, 1};
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = (int) in.count("dimension %d of %s".formatted(i, name), Integer.MAX_VALUE);
            if (sizes[i] == 0) {
                throw in.refused("dimension %d of %s is 0".formatted(i, name));
            }
        }
        if (sizes[2] != 1 || sizes[3] != 1) {
            throw in.refused(
                    "the tensor %s has more than two dimensions, which no supported model has".formatted(name));
        }
        WeightShape shape = new WeightShape(sizes[1], sizes[0]);
        if (shape.size() > MOST_VALUES) {
            throw in.refused("the tensor %s has %d values, more than any file holds".formatted(name, shape.size()));
        }
        return shape;
    }

    private static int alignment(GgufMetadata metadata, HeaderReader in) {
        int alignment = metadata.integer("general.alignment").orElse(32);
        if (alignment < 8 || alignment > MOST_ALIGNMENT || Integer.bitCount(alignment) != 1) {
            throw in.refused("general.alignment must be a power of two from 8 to %d, was %d"
                    .formatted(MOST_ALIGNMENT, alignment));
        }
        return alignment;
    }

    private static Map<String, GgufTensor> placed(
            List<GgufTensor> relative, int alignment, long dataStart, long fileSize, HeaderReader in) {
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        long end = dataStart;
        GgufTensor before = null;
        for (GgufTensor tensor : relative.stream()
                .sorted(Comparator.comparingLong(GgufTensor::position))
                .toList()) {
            if (tensor.position() % alignment != 0) {
                throw in.refused("the offset %d of %s is no multiple of the alignment %d"
                        .formatted(tensor.position(), tensor.name(), alignment));
            }
            // The offset alone may be near 2^63: compare before adding.
            if (tensor.position() > fileSize - dataStart || tensor.bytes() > fileSize - dataStart - tensor.position()) {
                throw in.refused("the tensor %s reaches beyond the end of the file; it is cut off or damaged"
                        .formatted(tensor.name()));
            }
            GgufTensor here =
                    new GgufTensor(tensor.name(), tensor.shape(), tensor.type(), dataStart + tensor.position());
            if (before != null && here.position() < end) {
                throw in.refused("the tensors %s and %s overlap".formatted(before.name(), here.name()));
            }
            if (tensors.put(here.name(), here) != null) {
                throw in.refused("the tensor %s stands there twice".formatted(here.name()));
            }
            end = here.position() + here.bytes();
            before = here;
        }
        return tensors;
    }
}
