package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Logits;
import dev.winnow.text.constraint.Cursor;
import java.util.Arrays;

/** One row's output as it grows, and the rule by which it goes on and ends. */
final class OutputWriter {
    private final GenerationRequest request;
    private final TokenChoice choice;
    private final boolean jumpForward;
    private final long[] allowed;
    private int[] tokens = new int[32];
    private float[] logProbabilities = new float[32];
    private int written;
    private int[] forced = {};
    private int forcedTaken;
    private boolean truncated;

    /**
     * An output at its beginning; nothing is written yet.
     *
     * @param jumpForward whether forced tokens are written as soon as they are known
     */
    OutputWriter(GenerationRequest request, int vocabulary, boolean jumpForward) {
        this.request = request;
        this.jumpForward = jumpForward;
        this.choice = new TokenChoice(request.sampling());
        this.allowed = request.cursor() == null ? new long[0] : new long[(vocabulary + 63) >> 6];
    }

    /** Writes what is forced at the beginning. To be called once: the request's cursor moves with it. */
    void begin() {
        if (jumpForward && request.cursor() != null) {
            jump(request.cursor());
        }
    }

    /**
     * Takes the next token, and those that are forced after it.
     *
     * @return whether the output goes on
     */
    boolean next(Logits logits, int row) {
        Cursor cursor = request.cursor();
        return cursor == null ? nextFree(logits, row) : nextConstrained(cursor, logits, row);
    }

    /** What has been written, and room behind it: shared, not to be written to. */
    int[] buffer() {
        return tokens;
    }

    int written() {
        return written;
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, written);
    }

    /** By token, the logarithm of the probability that it had among those allowed; no number where it was forced. */
    float[] logProbabilities() {
        return Arrays.copyOf(logProbabilities, written);
    }

    boolean truncated() {
        Cursor cursor = request.cursor();
        return cursor == null ? truncated : cursor.truncated();
    }

    private boolean nextFree(Logits logits, int row) {
        int token = choice.choose(logits, row, null);
        if (request.endTokens().contains(token)) {
            return false;
        }
        write(token, (float) logits.logProbability(row, token, null));
        truncated = written == request.maxOutputTokens();
        return !truncated;
    }

    private boolean nextConstrained(Cursor cursor, Logits logits, int row) {
        if (cursor.finished()) {
            return false;
        }
        if (isForcedNext(cursor)) {
            take(cursor, forced[forcedTaken++], Float.NaN);
            return !cursor.finished();
        }
        allow(cursor);
        int token = choice.choose(logits, row, allowed);
        if (cursor.mayEnd() && request.endTokens().contains(token)) {
            return false;
        }
        take(cursor, token, (float) logits.logProbability(row, token, allowed));
        if (jumpForward) {
            jump(cursor);
        }
        return !cursor.finished();
    }

    private void jump(Cursor cursor) {
        int[] next = cursor.forced();
        while (next.length > 0) {
            for (int token : next) {
                take(cursor, token, Float.NaN);
            }
            next = cursor.finished() ? new int[0] : cursor.forced();
        }
    }

    private void take(Cursor cursor, int token, float logProbability) {
        if (written == request.maxOutputTokens()) {
            throw new IllegalStateException(
                    "the constraint did not end the output within its " + request.maxOutputTokens() + " tokens");
        }
        cursor.accept(token);
        write(token, logProbability);
    }

    /** Whether the next token is one of a forced run that is taken one a step. */
    private boolean isForcedNext(Cursor cursor) {
        if (!jumpForward && forcedTaken == forced.length) {
            forced = cursor.forced();
            forcedTaken = 0;
        }
        return forcedTaken < forced.length;
    }

    private void allow(Cursor cursor) {
        cursor.allow(allowed);
        if (cursor.mayEnd()) {
            // A number that is the whole output is complete and could go on: only the model can say that it is over.
            request.endTokens().forEach(end -> allowed[end >> 6] |= 1L << end);
        }
    }

    private void write(int token, float logProbability) {
        if (written == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * written);
            logProbabilities = Arrays.copyOf(logProbabilities, 2 * written);
        }
        logProbabilities[written] = logProbability;
        tokens[written++] = token;
    }
}
