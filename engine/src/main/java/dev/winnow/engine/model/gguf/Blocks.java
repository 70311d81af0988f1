package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.Float16;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The arithmetic of ggml's plain formats and blocks of 32, after the reference in {@code ggml-quants.c}
 * ({@code dequantize_row_*}), in float like there.
 */
final class Blocks {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Blocks() {}

    static void f32(byte[] source, int from, int blocks, float[] target, int to) {
        for (int i = 0; i < blocks; i++) {
            target[to + i] = (float) FLOAT.get(source, from + 4 * i);
        }
    }

    static void f16(byte[] source, int from, int blocks, float[] target, int to) {
        for (int i = 0; i < blocks; i++) {
            target[to + i] = half(source, from + 2 * i);
        }
    }

    static void bf16(byte[] source, int from, int blocks, float[] target, int to) {
        for (int i = 0; i < blocks; i++) {
            target[to + i] = Float.intBitsToFloat((short) SHORT.get(source, from + 2 * i) << 16);
        }
    }

    /** 32 values in 18 bytes: scale (f16), 16 bytes of two 4-bit values each, the second half in the high bits. */
    static void q4Zero(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 18, to += 32) {
            float scale = half(source, from);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 2 + i];
                target[to + i] = ((pair & 0xf) - 8) * scale;
                target[to + 16 + i] = ((pair >> 4 & 0xf) - 8) * scale;
            }
        }
    }

    /** 32 values in 20 bytes: scale (f16), minimum (f16), 16 bytes as in Q4_0. */
    static void q4One(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 20, to += 32) {
            float scale = half(source, from);
            float minimum = half(source, from + 2);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 4 + i];
                target[to + i] = (pair & 0xf) * scale + minimum;
                target[to + 16 + i] = (pair >> 4 & 0xf) * scale + minimum;
            }
        }
    }

    /** 32 values in 34 bytes: scale (f16), 32 signed bytes. */
    static void q8Zero(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 34, to += 32) {
            float scale = half(source, from);
            for (int i = 0; i < 32; i++) {
                target[to + i] = source[from + 2 + i] * scale;
            }
        }
    }

    /** 32 values in 22 bytes: scale (f16), 4 bytes of fifth bits, 16 bytes as in Q4_0. */
    static void q5Zero(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 22, to += 32) {
            float scale = half(source, from);
            int fifth = (int) INT.get(source, from + 2);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 6 + i];
                target[to + i] = (fiveBits(pair, fifth >> i) - 16) * scale;
                target[to + 16 + i] = (fiveBits(pair >> 4, fifth >> (16 + i)) - 16) * scale;
            }
        }
    }

    /** 32 values in 24 bytes: scale (f16), minimum (f16), 4 bytes of fifth bits, 16 bytes as in Q4_0. */
    static void q5One(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 24, to += 32) {
            float scale = half(source, from);
            float minimum = half(source, from + 2);
            int fifth = (int) INT.get(source, from + 4);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 8 + i];
                target[to + i] = fiveBits(pair, fifth >> i) * scale + minimum;
                target[to + 16 + i] = fiveBits(pair >> 4, fifth >> (16 + i)) * scale + minimum;
            }
        }
    }

    /** The value whose lowest 4 bits are the first number's, and whose fifth bit is the lowest of the second. */
    static int fiveBits(int low, int fifth) {
        return (low & 0xf) | ((fifth & 1) << 4);
    }

    /** The half-precision float at a place. */
    static float half(byte[] source, int at) {
        return Float16.toFloat((short) SHORT.get(source, at));
    }
}
