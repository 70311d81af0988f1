package dev.winnow.text.replay;

import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.Cursor;
import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes texts through a constraint as a model would that wants to write just them. Not thread-safe. */
final class MaskWalk {
    // The limit must not be what stops a text.
    private static final int MARGIN = 1_000;

    private final Vocabulary vocabulary;
    private final TextEncoder encoder;
    private final long[] mask;

    MaskWalk(Vocabulary vocabulary, TextEncoder encoder) {
        this.vocabulary = vocabulary;
        this.encoder = encoder;
        this.mask = new long[(vocabulary.size() + 63) / 64];
    }

    /**
     * How a text fared.
     *
     * @param ended whether it was allowed to its end, and to end there
     * @param steps the tokens that were allowed
     * @param note the text so far, and in angle brackets what was refused
     */
    record Walked(String text, boolean ended, int steps, String note) {}

    Walked walk(Constraint constraint, String text, Durations masks) {
        int[] tokens = encoder.encode(text);
        Cursor cursor = constraint.begin(Math.max(tokens.length + MARGIN, constraint.shortestOutputTokens()));
        for (int i = 0; i < tokens.length; i++) {
            long begun = System.nanoTime();
            cursor.allow(mask);
            masks.add(System.nanoTime() - begun);
            if ((mask[tokens[i] >> 6] & 1L << tokens[i]) == 0) {
                return new Walked(
                        text, false, i, joined(tokens, 0, i) + "\u27e8" + joined(tokens, i, i + 1) + "\u27e9");
            }
            cursor.accept(tokens[i]);
        }
        boolean ended = cursor.finished() || cursor.mayEnd();
        return new Walked(text, ended, tokens.length, ended ? text : text + "\u27e8end\u27e9");
    }

    private String joined(int[] tokens, int from, int to) {
        return new String(vocabulary.joined(Arrays.copyOfRange(tokens, from, to)), StandardCharsets.UTF_8);
    }
}
