package dev.winnow.engine.model.gguf;

/**
 * The arithmetic of ggml's K-quants: blocks of 256 values in groups, each group with a scale of its own, which is a few
 * bits wide and scaled once more for the block. After {@code dequantize_row_q*_K} in {@code ggml-quants.c}, in float
 * and in the order of operations there.
 */
final class KBlocks {
    private static final int VALUES = 256;

    private KBlocks() {}

    /**
     * 84 bytes: 16 groups' scales (low 4 bits) and minima (high 4 bits), 64 bytes of 2-bit values, scale of the scales
     * and of the minima (f16). Each half of the block holds 128 values as four runs of 32, one run in each pair of
     * bits.
     */
    static void q2(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 84, to += VALUES) {
            float scale = Blocks.half(source, from + 80);
            float minimum = Blocks.half(source, from + 82);
            for (int i = 0; i < VALUES; i++) {
                int group = source[from + i / 16];
                int value = pair(source, from + 16, i);
                target[to + i] = scale * (group & 0xf) * value - minimum * (group >> 4 & 0xf);
            }
        }
    }

    /**
     * 110 bytes: 32 bytes of third bits, one bit for each run; 64 bytes of 2-bit values as in Q2_K; 16 groups' scales
     * of 6 bits around 32 in 12 bytes; scale of the scales (f16).
     */
    static void q3(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 110, to += VALUES) {
            float scale = Blocks.half(source, from + 108);
            for (int i = 0; i < VALUES; i++) {
                boolean third = (source[from + i % 32] >> (i / 32) & 1) != 0;
                int value = pair(source, from + 32, i) - (third ? 0 : 4);
                target[to + i] = scale * q3Scale(source, from + 96, i / 16) * value;
            }
        }
    }

    /**
     * Of 16 scales the first eight have their low 4 bits in the low halves of 8 bytes; the high 2 bits are in 4 more.
     */
    private static int q3Scale(byte[] source, int scales, int group) {
        int low = (source[scales + group % 8] >> (group < 8 ? 0 : 4)) & 0xf;
        int high = (source[scales + 8 + group % 4] >> (2 * (group / 4))) & 3;
        return (low | (high << 4)) - 32;
    }

    /** The 2-bit value {@code i}. */
    private static int pair(byte[] source, int values, int i) {
        return (source[values + 32 * (i / 128) + i % 32] >> (2 * (i / 32 % 4))) & 3;
    }

    /**
     * 144 bytes: scale of the scales and of the minima (f16), 8 groups' scales and minima of 6 bits in 12 bytes, 128
     * bytes of 4-bit values: each 32 bytes hold one group in their low and the next one in their high bits.
     */
    static void q4(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 144, to += VALUES) {
            for (int group = 0; group < 8; group++) {
                float scale = Blocks.half(source, from) * scale(source, from + 4, group);
                float minimum = Blocks.half(source, from + 2) * minimum(source, from + 4, group);
                int values = from + 16 + 32 * (group / 2);
                int shift = 4 * (group % 2);
                for (int i = 0; i < 32; i++) {
                    target[to + 32 * group + i] = scale * (source[values + i] >> shift & 0xf) - minimum;
                }
            }
        }
    }

    /** 176 bytes: as Q4_K, with 32 bytes of fifth bits, one bit for each group, before the 4-bit values. */
    static void q5(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 176, to += VALUES) {
            for (int group = 0; group < 8; group++) {
                float scale = Blocks.half(source, from) * scale(source, from + 4, group);
                float minimum = Blocks.half(source, from + 2) * minimum(source, from + 4, group);
                int values = from + 48 + 32 * (group / 2);
                int shift = 4 * (group % 2);
                for (int i = 0; i < 32; i++) {
                    int value = Blocks.fiveBits(source[values + i] >> shift, source[from + 16 + i] >> group);
                    target[to + 32 * group + i] = scale * value - minimum;
                }
            }
        }
    }

    /**
     * Groups 0 to 3 have their scales in 6 bits of a byte; those of 4 to 7 are in half a byte and what is left there.
     */
    private static int scale(byte[] source, int at, int group) {
        return group < 4
                ? source[at + group] & 0x3f
                : (source[at + 4 + group] & 0xf) | ((source[at + group - 4] >> 6 & 3) << 4);
    }

    /** As the scales, in the next 4 bytes and in the other halves. */
    private static int minimum(byte[] source, int at, int group) {
        return group < 4
                ? source[at + 4 + group] & 0x3f
                : (source[at + 4 + group] >> 4 & 0xf) | ((source[at + group] >> 6 & 3) << 4);
    }

    /**
     * 210 bytes: 128 bytes of low 4 bits, 64 bytes of high 2 bits, 16 signed scales, scale of the scales (f16). Each
     * half of the block holds 128 values as four runs of 32.
     */
    static void q6(byte[] source, int from, int blocks, float[] target, int to) {
        for (int block = 0; block < blocks; block++, from += 210, to += VALUES) {
            float scale = Blocks.half(source, from + 208);
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
}
