package dev.winnow.worker.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The tokens of an output, with how likely each was. Immutable. */
public final class WrittenTokens {
    /** Those of an output of which nothing is known. */
    public static final WrittenTokens UNKNOWN = new WrittenTokens(new byte[0], new int[0], new float[0]);

    private final byte[] bytes;
    private final int[] ends;
    private final float[] logProbabilities;

    /**
     * Copies what it is given.
     *
     * @param bytes all that the tokens wrote
     * @param ends of each token, the bytes up to and with it
     * @param logProbabilities of each token, natural; not a number where it was forced
     */
    public WrittenTokens(byte[] bytes, int[] ends, float[] logProbabilities) {
        if (ends.length != logProbabilities.length) {
            throw new IllegalArgumentException(
                    "%d tokens with %d probabilities".formatted(ends.length, logProbabilities.length));
        }
        this.bytes = bytes.clone();
        this.ends = ends.clone();
        this.logProbabilities = logProbabilities.clone();
    }

    String text() {
        return new String(bytes, UTF_8);
    }

    /** The ends, counted from a later place. */
    int[] endsFrom(int place) {
        return Arrays.stream(ends).map(end -> end - place).toArray();
    }

    float[] logProbabilities() {
        return logProbabilities.clone();
    }
}
