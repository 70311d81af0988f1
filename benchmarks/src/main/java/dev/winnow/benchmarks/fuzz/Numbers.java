package dev.winnow.benchmarks.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Numbers at which readers go wrong: the bounds of types, and what is about as long as what is left. */
final class Numbers {
    private static final long[] BOUNDS = {
        0,
        1,
        -1,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 40
    };

    /** As readers of text see them. */
    static final List<String> WRITTEN = List.of(
            "-1",
            "0",
            "-0",
            "0.1",
            "1e999",
            "1e-999",
            "1e99999999",
            "1E+2147483648",
            "100E+2147483646",
            "1e-2147483647",
            "9223372036854775808",
            "2147483648",
            "9".repeat(900),
            "0." + "3".repeat(900),
            "NaN",
            "0x10",
            "007");

    private Numbers() {}

    static long any(SplittableRandom random, int left) {
        return random.nextInt(4) == 0 ? left + random.nextInt(-9, 10) : BOUNDS[random.nextInt(BOUNDS.length)];
    }

    /** Writes one over what stands at a place, in 1, 2, 4 or 8 bytes, the least first or the most. */
    static void put(SplittableRandom random, byte[] input, int at) {
        long number = any(random, input.length - at);
        int width = 1 << random.nextInt(4);
        boolean least = random.nextInt(4) > 0;
        for (int i = 0; i < width && at + i < input.length; i++) {
            input[at + i] = (byte) (number >>> (8 * (least ? i : width - 1 - i)));
        }
    }
}
