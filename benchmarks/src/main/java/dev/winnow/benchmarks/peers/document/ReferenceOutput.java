package dev.winnow.benchmarks.peers.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.Cursor;
import dev.winnow.text.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An output's tokens as the constraint's writer puts them: what is forced as it is forced, the rest as the tokenizer
 * splits it. Not thread-safe.
 */
final class ReferenceOutput {
    // The constraint would shorten an output for want of room.
    private static final int ROOM = 1 << 14;

    private final Tokenizer tokenizer;
    private final Constraint constraint;

    ReferenceOutput(Tokenizer tokenizer, Constraint constraint) {
        this.tokenizer = tokenizer;
        this.constraint = constraint;
    }

    /**
     * The tokens of an output.
     *
     * @throws IllegalArgumentException if the constraint does not admit it
     */
    List<Integer> tokens(JsonNode output) {
        Cursor cursor = constraint.begin(ROOM);
        List<Integer> tokens = new ArrayList<>();
        byte[] text = output.toString().getBytes(StandardCharsets.UTF_8);
        int written = 0;
        Deque<Integer> ahead = new ArrayDeque<>();
        while (!cursor.finished() && written < text.length) {
            int[] forced = cursor.forced();
            int[] next = forced.length > 0 ? forced : new int[] {free(text, written, ahead)};
            for (int token : next) {
                cursor.accept(token);
                tokens.add(token);
                written += length(token);
                // Forced tokens that split the text otherwise than the tokenizer: it begins anew behind them.
                if (ahead.isEmpty() || ahead.removeFirst() != token) {
                    ahead.clear();
                }
            }
        }
        if (written != text.length || !cursor.mayEnd()) {
            throw new IllegalArgumentException("the constraint does not write " + output);
        }
        return tokens;
    }

    private int free(byte[] text, int written, Deque<Integer> ahead) {
        if (ahead.isEmpty()) {
            String rest = new String(text, written, text.length - written, StandardCharsets.UTF_8);
            for (int token : tokenizer.encode(rest)) {
                ahead.addLast(token);
            }
        }
        return ahead.getFirst();
    }

    private int length(int token) {
        byte[] bytes = tokenizer.vocabulary().bytes(token);
        if (bytes == null) {
            throw new IllegalArgumentException("a control token in an output");
        }
        return bytes.length;
    }
}
