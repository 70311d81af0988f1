package dev.winnow.text.evidence;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the probabilities of an output's tokens together to those of its values. */
public final class Confidences {
    private Confidences() {}

    /**
     * How likely the model found each value: the product of the probabilities of the tokens that write it. A token
     * counts for each value that some of its bytes are in, quotes included: it is there that a string was chosen and
     * not null, and that it ends. What stands between values does not count, nor do tokens that were forced.
     *
     * @param ends of each token, the bytes of the output up to and with it
     * @param logProbabilities of each token, natural; not a number where it was forced
     * @return by pointer, from 0 to 1
     */
    public static Map<String, Double> of(List<OutputValue> values, int[] ends, float[] logProbabilities) {
        if (ends.length != logProbabilities.length) {
            throw new IllegalArgumentException(
                    "%d tokens with %d probabilities".formatted(ends.length, logProbabilities.length));
        }
        Map<String, Double> confidences = new LinkedHashMap<>();
        for (OutputValue value : values) {
            int token = firstEndingBehind(ends, value.fromByte());
            double sum = 0;
            while (token < ends.length && (token == 0 ? 0 : ends[token - 1]) < value.toByte()) {
                sum += Float.isNaN(logProbabilities[token]) ? 0 : logProbabilities[token];
                token++;
            }
            confidences.put(value.pointer(), Math.min(1, Math.exp(sum)));
        }
        return confidences;
    }

    private static int firstEndingBehind(int[] ends, int place) {
        int found = Arrays.binarySearch(ends, place + 1);
        int first = found < 0 ? -found - 1 : found;
        // Several tokens end there where some have no bytes.
        while (first > 0 && ends[first - 1] > place) {
            first--;
        }
        return first;
    }
}
