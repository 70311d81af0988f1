package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes samples a little, more often near the beginning, where headers are. */
final class Mutator implements Inputs {
    private static final int LONGEST_PIECE = 256;
    private static final int MOST_REPEATED = 1 << 18;

    private final List<byte[]> samples;
    private final Words words;
    private final SplittableRandom random;

    Mutator(List<byte[]> samples, List<String> words, long seed) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("there is no sample to change");
        }
        this.samples = List.copyOf(samples);
        this.words = new Words(words);
        this.random = new SplittableRandom(seed);
    }

    @Override
    public byte[] next() {
        return changed(samples.get(random.nextInt(samples.size())));
    }

    /** Changes a copy. */
    byte[] changed(byte[] sample) {
        byte[] input = sample.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && input.length > 0; changes--) {
            input = change(input);
        }
        return input;
    }

    private byte[] change(byte[] input) {
        int at = random.nextInt(random.nextBoolean() ? input.length : Math.min(input.length, 512));
        int end = at + random.nextInt(1 + Math.min(LONGEST_PIECE, input.length - at));
        return switch (random.nextInt(12)) {
            case 0 -> {
                input[at] ^= (byte) (1 << random.nextInt(8));
                yield input;
            }
            case 1 -> {
                input[at] = (byte) random.nextInt(256);
                yield input;
            }
            case 2, 3 -> {
                Numbers.put(random, input, at);
                yield input;
            }
            case 4 -> spliced(input, at, at + (end - at) / 4, new byte[0]);
            case 5 -> spliced(input, at, at, Arrays.copyOfRange(input, at, end));
            case 6 -> moved(input, at, end);
            case 7 -> repeated(input, at, end);
            case 8 -> Arrays.copyOf(input, at);
            case 9 -> digitsChanged(input, at);
            case 10 -> spliced(input, at, at, words.any(random));
            default -> spliced(input, at, Math.min(input.length, at + random.nextInt(8)), words.any(random));
        };
    }

    private byte[] moved(byte[] input, int at, int end) {
        byte[] piece = Arrays.copyOfRange(input, at, end);
        byte[] without = spliced(input, at, end, new byte[0]);
        int to = random.nextInt(1 + without.length);
        return spliced(without, to, to, piece);
    }

    /** A piece over and over, seldom so often that it comes to limits. */
    private byte[] repeated(byte[] input, int at, int end) {
        int most = random.nextInt(8) == 0 ? MOST_REPEATED : 16 * LONGEST_PIECE;
        byte[] many = new byte[Math.max(0, random.nextInt(most) - input.length)];
        for (int i = 0; i < many.length && at < end; i++) {
            many[i] = input[at + i % (end - at)];
        }
        return spliced(input, at, at, many);
    }

    /** Another number for the next that is written in digits. */
    private byte[] digitsChanged(byte[] input, int at) {
        int begin = at;
        while (begin < input.length && !isDigit(input[begin])) {
            begin++;
        }
        int end = begin;
        while (end < input.length && isDigit(input[end])) {
            end++;
        }
        String number = random.nextBoolean()
                ? Numbers.WRITTEN.get(random.nextInt(Numbers.WRITTEN.size()))
                : String.valueOf(Numbers.any(random, input.length - at));
        return spliced(input, begin, end, number.getBytes(US_ASCII));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] put) {
        byte[] made = new byte[input.length - (to - from) + put.length];
        System.arraycopy(input, 0, made, 0, from);
        System.arraycopy(put, 0, made, from, put.length);
        System.arraycopy(input, to, made, from + put.length, input.length - to);
        return made;
    }
}
