package dev.winnow.benchmarks.peers.system;

import dev.winnow.text.constraint.Cursor;
import java.util.Arrays;
import java.util.List;

/**
 * A schema's cursor that admits one output: wherever the model has a choice, only that output's token. What the schema
 * itself forces stays forced, and nothing else does, so that the engine jumps and guesses as it would in earnest.
 */
final class ForcedCursor implements Cursor {
    private final Cursor schema;
    private final List<Integer> output;
    private int written;

    ForcedCursor(Cursor schema, List<Integer> output) {
        this.schema = schema;
        this.output = output;
    }

    @Override
    public boolean finished() {
        return written == output.size();
    }

    @Override
    public int[] forced() {
        return schema.forced();
    }

    @Override
    public void allow(long[] mask) {
        schema.allow(mask); // what it costs belongs to the path
        Arrays.fill(mask, 0);
        int token = output.get(written);
        mask[token >> 6] |= 1L << token;
    }

    @Override
    public void accept(int token) {
        if (token != output.get(written)) {
            throw new IllegalArgumentException(
                    "token %d at %d, but the output has %d".formatted(token, written, output.get(written)));
        }
        schema.accept(token);
        written++;
    }

    @Override
    public boolean truncated() {
        return false;
    }
}
