package dev.winnow.engine.model.safetensors;

import dev.winnow.engine.model.Float16;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the values of a tensor are stored. */
public enum Dtype {
    F32(4),
    F16(2),
    BF16(2),
    /** Codes, which are no weights yet. */
    I8(1),
    /** Codes, one or two in a byte. */
    U8(1);

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    static Optional<Dtype> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Whether values are numbers as they are, and no codes. */
    boolean isReal() {
        return this != I8 && this != U8;
    }

    /** The types whose values can be read, for messages. */
    static String readable() {
        return Arrays.stream(values()).filter(Dtype::isReal).map(Dtype::name).collect(Collectors.joining(", "));
    }

    /** The bytes of a value. */
    public int bytes() {
        return bytes;
    }

    /** Decodes values from the front of {@code source} into {@code target} at {@code to}. */
    void decode(byte[] source, int values, float[] target, int to) {
        switch (this) {
            case F32 -> {
                for (int i = 0; i < values; i++) {
                    target[to + i] = (float) FLOAT.get(source, 4 * i);
                }
            }
            case F16 -> {
                for (int i = 0; i < values; i++) {
                    target[to + i] = Float16.toFloat((short) SHORT.get(source, 2 * i));
                }
            }
            case I8, U8 -> throw new IllegalArgumentException(this + " has codes and no numbers");
            case BF16 -> {
                for (int i = 0; i < values; i++) {
                    target[to + i] = Float.intBitsToFloat((short) SHORT.get(source, 2 * i) << 16);
                }
            }
        }
    }
}
