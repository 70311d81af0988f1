package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.Float16;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The arithmetic of ggml's block formats, after the reference in {@code ggml-quants.c} ({@code dequantize_row_*}), in
 * float like there.
 */
final class Blocks {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

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

    /**
     * 256 values in 210 bytes: 128 bytes of low 4 bits, 64 bytes of high 2 bits, 16 signed scales, scale of the scales
     * (f16). Each half of the block holds 128 values as four runs of 32.
     */
    static void q6K(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 210, to += 256) {
            float scale = half(source, from + 208);
            for (int half = 0; half < 2; half++) {
                q6Half(
                        source,
                        from + 64 * half,
                        from + 128 + 32 * half,
                        from + 192 + 8 * half,
                        scale,
                        target,
                        to + 128 * half);
            }
        }
    }

    private static void q6Half(byte[] source, int low, int high, int scales, float scale, float[] target, int to) {
        for (int i = 0; i < 32; i++) {
            int first = source[low + i];
            int second = source[low + 32 + i];
            int top = source[high + i];
            int group = scales + i / 16;
            target[to + i] = scale * source[group] * (((first & 0xf) | ((top & 3) << 4)) - 32);
            target[to + 32 + i] = scale * source[group + 2] * (((second & 0xf) | ((top >> 2 & 3) << 4)) - 32);
            target[to + 64 + i] = scale * source[group + 4] * (((first >> 4 & 0xf) | ((top >> 4 & 3) << 4)) - 32);
            target[to + 96 + i] = scale * source[group + 6] * (((second >> 4 & 0xf) | ((top >> 6 & 3) << 4)) - 32);
        }
    }

    private static float half(byte[] source, int at) {
        return Float16.toFloat((short) SHORT.get(source, at));
    }
}
