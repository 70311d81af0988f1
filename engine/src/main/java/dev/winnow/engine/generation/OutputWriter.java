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

    boolean truncated() {
        Cursor cursor = request.cursor();
        return cursor == null ? truncated : cursor.truncated();
    }

    private boolean nextFree(Logits logits, int row) {
        int token = choice.choose(logits, row, null);
        if (request.endTokens().contains(token)) {
            return false;
        }
        write(token);
        truncated = written == request.maxOutputTokens();
        return !truncated;
    }

    private boolean nextConstrained(Cursor cursor, Logits logits, int row) {
        if (cursor.finished()) {
            return false;
        }
        int token = constrained(cursor, logits, row);
        if (cursor.mayEnd() && request.endTokens().contains(token)) {
            return false;
        }
        take(cursor, token);
        if (jumpForward) {
            jump(cursor);
        }
        return !cursor.finished();
    }

    private void jump(Cursor cursor) {
        int[] next = cursor.forced();
        while (next.length > 0) {
            for (int token : next) {
                take(cursor, token);
            }
            next = cursor.finished() ? new int[0] : cursor.forced();
        }
    }

    private void take(Cursor cursor, int token) {
        if (written == request.maxOutputTokens()) {
            throw new IllegalStateException(
                    "the constraint did not end the output within its " + request.maxOutputTokens() + " tokens");
        }
        cursor.accept(token);
        write(token);
    }

    private int constrained(Cursor cursor, Logits logits, int row) {
        if (!jumpForward && forcedTaken == forced.length) {
            forced = cursor.forced();
            forcedTaken = 0;
        }
        if (forcedTaken < forced.length) {
            return forced[forcedTaken++];
        }
        cursor.allow(allowed);
        if (cursor.mayEnd()) {
            // A number that is the whole output is complete and could go on: only the model can say that it is over.
            request.endTokens().forEach(end -> allowed[end >> 6] |= 1L << end);
        }
        return choice.choose(logits, row, allowed);
    }

    private void write(int token) {
        if (written == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * written);
        }
        tokens[written++] = token;
    }
}
