package dev.winnow.engine.model.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes GGUF files for tests, well-formed ones and, where a test says so, damaged ones. */
public final class GgufBytes {
    private static final int ALIGNMENT = 32;

    private record Tensor(String name, List<Long> sizes, int type, ByteArrayOutputStream data) {}

    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private int magic = 0x46554747;
    private int version = 3;

    /** Sets the first four bytes. */
    public GgufBytes magic(int value) {
        magic = value;
        return this;
    }

    /** Sets the format version. */
    public GgufBytes version(int value) {
        version = value;
        return this;
    }

    /** Adds or replaces a string. */
    public GgufBytes string(String key, String value) {
        return raw(key, 8, stringBytes(value));
    }

    /** Adds or replaces an unsigned 32-bit number. */
    public GgufBytes number(String key, int value) {
        return raw(key, 4, buffer(4).putInt(value).array());
    }

    /** Adds or replaces a float. */
    public GgufBytes real(String key, float value) {
        return raw(key, 6, buffer(4).putFloat(value).array());
    }

    /** Adds or replaces a boolean. */
    public GgufBytes flag(String key, boolean value) {
        return raw(key, 7, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** Adds or replaces an array of strings. */
    public GgufBytes strings(String key, List<String> list) {
        ByteArrayOutputStream out = arrayHead(8, list.size());
        list.forEach(value -> out.writeBytes(stringBytes(value)));
        return raw(key, 9, out.toByteArray());
    }

    /** Adds or replaces an array of signed 32-bit numbers. */
    public GgufBytes numbers(String key, List<Integer> list) {
        ByteArrayOutputStream out = arrayHead(5, list.size());
        list.forEach(value -> out.writeBytes(buffer(4).putInt(value).array()));
        return raw(key, 9, out.toByteArray());
    }

    /** Adds or replaces an array of floats. */
    public GgufBytes reals(String key, List<Float> list) {
        ByteArrayOutputStream out = arrayHead(6, list.size());
        list.forEach(value -> out.writeBytes(buffer(4).putFloat(value).array()));
        return raw(key, 9, out.toByteArray());
    }

    /** Adds or replaces a value of any type, as its bytes. */
    public GgufBytes raw(String key, int type, byte[] value) {
        values.put(key, concat(buffer(4).putInt(type).array(), value));
        return this;
    }

    /** Takes a key out again. */
    public GgufBytes without(String key) {
        values.remove(key);
        return this;
    }

    /** Adds or replaces a tensor; ggml lists the columns first. */
    public GgufBytes tensor(String name, int type, byte[] data, long... sizes) {
        withoutTensor(name);
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        held.writeBytes(data);
        tensors.add(new Tensor(name, Arrays.stream(sizes).boxed().toList(), type, held));
        return this;
    }

    /** Adds or replaces a tensor of F32 values. */
    public GgufBytes tensor(String name, float[] data, long... sizes) {
        byte[] bytes = new byte[4 * data.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(data);
        return tensor(name, 0, bytes, sizes);
    }

    /** Takes a tensor out again. */
    public GgufBytes withoutTensor(String name) {
        tensors.removeIf(tensor -> tensor.name().equals(name));
        return this;
    }

    /** Lies about a tensor's offset. */
    public GgufBytes offset(String name, long offset) {
        offsets.put(name, offset);
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(buffer(24)
                .putInt(magic)
                .putInt(version)
                .putLong(tensors.size())
                .putLong(values.size())
                .array());
        values.forEach((key, value) -> head.writeBytes(concat(stringBytes(key), value)));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Tensor tensor : tensors) {
            pad(data);
            head.writeBytes(stringBytes(tensor.name()));
            head.writeBytes(buffer(4).putInt(tensor.sizes().size()).array());
            for (long size : tensor.sizes()) {
                head.writeBytes(buffer(8).putLong(size).array());
            }
            head.writeBytes(buffer(12)
                    .putInt(tensor.type())
                    .putLong(offsets.getOrDefault(tensor.name(), (long) data.size()))
                    .array());
            data.writeBytes(tensor.data().toByteArray());
        }
        pad(head);
        return concat(head.toByteArray(), data.toByteArray());
    }

    private static void pad(ByteArrayOutputStream out) {
        out.writeBytes(new byte[(ALIGNMENT - out.size() % ALIGNMENT) % ALIGNMENT]);
    }

    private static ByteArrayOutputStream arrayHead(int type, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(buffer(12).putInt(type).putLong(length).array());
        return out;
    }

    private static byte[] stringBytes(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return concat(buffer(8).putLong(bytes.length).array(), bytes);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
