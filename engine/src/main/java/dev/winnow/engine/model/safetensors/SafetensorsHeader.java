package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightFile;
import dev.winnow.engine.model.WeightShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads and checks the header of one file: eight bytes of length, JSON, then the data. */
final class SafetensorsHeader {
    // The format allows 100 MB; the header of a model of 400 billion weights takes well under one.
    private static final long MOST_BYTES = 16 << 20;
    private static final long MOST_VALUES = 1L << 48; // so that sizes in bytes fit a long

    private final WeightFile file;
    private final Predicate<Dtype> admitted;
    private final String name;
    private final long dataStart;
    private final JsonNode header;

    private SafetensorsHeader(WeightFile file, Predicate<Dtype> admitted) {
        this.file = file;
        this.admitted = admitted;
        this.name = String.valueOf(file.path().getFileName());
        long length = length();
        byte[] bytes = new byte[(int) (8 + length)];
        file.read(0, bytes, bytes.length);
        this.header = JsonFile.parse(name, new String(bytes, 8, (int) length, StandardCharsets.UTF_8));
        this.dataStart = 8 + length;
    }

    /** The file's tensors, all of them real numbers, each inside the file and apart from the others. */
    static Map<String, SafetensorsTensor> read(WeightFile file) {
        return new SafetensorsHeader(file, Dtype::isReal).tensors();
    }

    /** The same with tensors of codes. */
    static Map<String, SafetensorsTensor> readCodes(WeightFile file) {
        return new SafetensorsHeader(file, type -> true).tensors();
    }

    private long length() {
        if (file.size() < 8) {
            throw refused("has %d bytes, too few for a safetensors file; it is cut off".formatted(file.size()));
        }
        byte[] head = new byte[8];
        file.read(0, head, 8);
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MOST_BYTES) {
            throw refused("announces a header of %s bytes; 2 to %d are possible, so it is no safetensors file"
                    .formatted(Long.toUnsignedString(length), MOST_BYTES));
        }
        if (length > file.size() - 8) {
            throw refused("announces a header of %d bytes, but has only %d; it is cut off"
                    .formatted(length, file.size() - 8));
        }
        return length;
    }

    private Map<String, SafetensorsTensor> tensors() {
        Map<String, SafetensorsTensor> tensors = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        }
        requireApart(tensors);
        return tensors;
    }

    private SafetensorsTensor tensor(String tensor, JsonNode entry) {
        String typeName = entry.path("dtype").asText();
        Dtype type = Dtype.of(typeName)
                .filter(admitted)
                .orElseThrow(() -> refused("stores %s as '%s'; Winnow reads %s: use such a file"
                        .formatted(tensor, typeName, Dtype.readable())));
        WeightShape shape = shape(tensor, entry.path("shape"));
        JsonNode offsets = entry.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        if (offsets.size() != 2 || begin < 0 || end < begin || end > file.size() - dataStart) {
            throw refused("places %s at %s, which is not within its %d bytes of data; it is cut off or damaged"
                    .formatted(tensor, offsets, file.size() - dataStart));
        }
        if (end - begin != shape.size() * type.bytes()) {
            throw refused("gives %s %d bytes, but %d x %d values of %s take %d"
                    .formatted(tensor, end - begin, shape.rows(), shape.columns(), type, shape.size() * type.bytes()));
        }
        return new SafetensorsTensor(file, type, shape, dataStart + begin);
    }

    private WeightShape shape(String tensor, JsonNode sizes) {
        if (!sizes.isArray() || sizes.isEmpty() || sizes.size() > 2) {
            throw refused("gives %s the shape %s; vectors and matrices are what models of this kind have"
                    .formatted(tensor, sizes));
        }
        for (JsonNode size : sizes) {
            if (!size.canConvertToInt() || !size.isIntegralNumber() || size.asInt() < 1) {
                throw refused("gives %s the shape %s, which is none".formatted(tensor, sizes));
            }
        }
        WeightShape shape = sizes.size() == 1
                ? new WeightShape(1, sizes.path(0).asInt())
                : new WeightShape(sizes.path(0).asInt(), sizes.path(1).asInt());
        if (shape.size() > MOST_VALUES) {
            throw refused("gives %s the shape %s, more than any file holds".formatted(tensor, sizes));
        }
        return shape;
    }

    private void requireApart(Map<String, SafetensorsTensor> tensors) {
        List<Map.Entry<String, SafetensorsTensor>> byPosition = tensors.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().position()))
                .toList();
        for (int i = 1; i < byPosition.size(); i++) {
            if (byPosition.get(i - 1).getValue().end()
                    > byPosition.get(i).getValue().position()) {
                throw refused("has the tensors %s and %s overlap"
                        .formatted(
                                byPosition.get(i - 1).getKey(),
                                byPosition.get(i).getKey()));
            }
        }
    }

    private ModelRefusedException refused(String why) {
        return new ModelRefusedException(name + " " + why);
    }
}
