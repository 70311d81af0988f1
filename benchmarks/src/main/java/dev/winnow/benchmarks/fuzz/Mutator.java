package dev.winnow.benchmarks.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes samples a little, more often near the beginning, where headers are. The same seed gives the same inputs. */
final class Mutator {
    private static final long[] NUMBERS = {
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

    // What means something to readers of text.
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "9223372036854775808",
            "0.1",
            "\\u0000",
            "\u0000",
            "{}",
            "[]",
            "(",
            ")*",
            "{1,99999}",
            "[^",
            "$ref",
            "\"#\"",
            "allOf",
            "not",
            "{{",
            "}}",
            "{%",
            "%}",
            " * 99",
            ".__class__",
            "\uD800",
            "*".repeat(50),
            "[".repeat(200),
            "(a|b)*".repeat(20));

    private final List<byte[]> samples;
    private final SplittableRandom random;

    Mutator(List<byte[]> samples, long seed) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("there is no sample to change");
        }
        this.samples = List.copyOf(samples);
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        byte[] input = samples.get(random.nextInt(samples.size())).clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && input.length > 0; changes--) {
            input = change(input);
        }
        return input;
    }

    private byte[] change(byte[] input) {
        int at = place(input.length);
        return switch (random.nextInt(8)) {
            case 0 -> {
                input[at] ^= (byte) (1 << random.nextInt(8));
                yield input;
            }
            case 1 -> {
                input[at] = (byte) random.nextInt(256);
                yield input;
            }
            case 2 -> number(input, at);
            case 3 -> spliced(input, at, at + random.nextInt(1 + Math.min(64, input.length - at)), new byte[0]);
            case 4 -> {
                int end = at + random.nextInt(1 + Math.min(256, input.length - at));
                yield spliced(input, at, at, Arrays.copyOfRange(input, at, end));
            }
            case 5 -> Arrays.copyOf(input, at);
            case 6 -> spliced(input, at, at, word());
            default -> spliced(input, at, Math.min(input.length, at + random.nextInt(8)), word());
        };
    }

    private int place(int length) {
        return random.nextInt(random.nextBoolean() ? length : Math.min(length, 512));
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] number(byte[] input, int at) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        int width = 1 << random.nextInt(4);
        for (int i = 0; i < width && at + i < input.length; i++) {
            input[at + i] = (byte) (number >>> (8 * i));
        }
        return input;
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] put) {
        byte[] made = new byte[input.length - (to - from) + put.length];
        System.arraycopy(input, 0, made, 0, from);
        System.arraycopy(put, 0, made, from, put.length);
        System.arraycopy(input, to, made, from + put.length, input.length - to);
        return made;
    }
}
