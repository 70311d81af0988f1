package dev.winnow.engine.model.safetensors;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.WeightShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Writes a safetensors file, one tensor after the other, none of which need be in the heap. */
public final class SafetensorsWriter {
    // What maps the file finds numbers at places that any processor reads them from.
    private static final int ALIGNMENT = 64;
    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsWriter() {}

    /**
     * A tensor to write.
     *
     * @param bytes gives them, in the order of the values, {@code shape.size() * type.bytes()} of them
     */
    public record Entry(String name, Dtype type, WeightShape shape, Bytes bytes) {
        public Entry {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(shape, "shape");
            requireNonNull(bytes, "bytes");
        }

        /** One of floats, row-major, which are asked for when they are written. */
        static Entry ofFloats(String name, WeightShape shape, Supplier<float[]> values) {
            return new Entry(name, Dtype.F32, shape, channel -> {
                float[] numbers = values.get();
                ByteBuffer bytes =
                        ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(numbers);
                writeAll(channel, bytes);
            });
        }

        /** One of floats in one row. */
        public static Entry ofVector(String name, float[] values) {
            return ofFloats(name, new WeightShape(1, values.length), () -> values);
        }
    }

    /** The values of a tensor. */
    @FunctionalInterface
    public interface Bytes {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * Writes a file; a reader finds it whole or not at all.
     *
     * @param entries with types of more bytes first, or their numbers do not lie at multiples of their size
     * @throws IllegalStateException if an entry gave more or fewer bytes than it said
     */
    public static void write(Path file, List<Entry> entries) throws IOException {
        byte[] header = header(entries);
        WholeFile.write(file, channel -> {
            writeAll(channel, length(header));
            writeAll(channel, ByteBuffer.wrap(header));
            for (Entry entry : entries) {
                writeEntry(channel, entry);
            }
        });
    }

    private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void writeEntry(FileChannel channel, Entry entry) throws IOException {
        long before = channel.position();
        entry.bytes().writeTo(channel);
        long written = channel.position() - before;
        if (written != bytesOf(entry)) {
            throw new IllegalStateException(
                    "%s gave %d bytes and not %d".formatted(entry.name(), written, bytesOf(entry)));
        }
    }

    private static byte[] header(List<Entry> entries) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Entry entry : entries) {
            ObjectNode said =
                    header.putObject(entry.name()).put("dtype", entry.type().name());
            said.putArray("shape").add(entry.shape().rows()).add(entry.shape().columns());
            said.putArray("data_offsets").add(at).add(at + bytesOf(entry));
            at += bytesOf(entry);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int missing = Math.floorMod(-(Long.BYTES + text.length), ALIGNMENT);
        return (header + " ".repeat(missing)).getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer length(byte[] header) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .flip();
    }

    private static long bytesOf(Entry entry) {
        return entry.shape().size() * entry.type().bytes();
    }
}
