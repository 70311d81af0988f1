package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Logits;
import dev.winnow.text.constraint.Cursor;
import java.util.Arrays;

/** One row's output as it grows, and the rule by which it goes on and ends. */
final class OutputWriter {
    private final GenerationRequest request;
    private final TokenChoice choice;
    private final long[] allowed;
    private int[] tokens = new int[32];
    private int written;
    private int[] forced = {};
    private int forcedTaken;
    private boolean truncated;

    OutputWriter(GenerationRequest request, int vocabulary) {
        this.request = request;
        this.choice = new TokenChoice(request.sampling());
        this.allowed = request.cursor() == null ? new long[0] : new long[(vocabulary + 63) >> 6];
    }

    /**
     * Takes the next token.
     *
     * @return whether the output goes on
     */
    boolean next(Logits logits, int row) {
        Cursor cursor = request.cursor();
        return cursor == null ? nextFree(logits, row) : nextConstrained(cursor, logits, row);
    }

    /** The token that the model is to see next. */
    int last() {
        return tokens[written - 1];
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
        if (written == request.maxOutputTokens()) {
            throw new IllegalStateException(
                    "the constraint did not end the output within its " + request.maxOutputTokens() + " tokens");
        }
        int token = constrained(cursor, logits, row);
        if (cursor.mayEnd() && request.endTokens().contains(token)) {
            return false;
        }
        cursor.accept(token);
        write(token);
        return !cursor.finished();
    }

    private int constrained(Cursor cursor, Logits logits, int row) {
        if (forcedTaken == forced.length) {
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
