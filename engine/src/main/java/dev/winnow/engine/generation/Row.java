package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.KvSlot;
import java.util.Arrays;

/** A request that is being decoded. */
final class Row {
    private final PendingRequest pending;
    private final KvSlot slot;
    private final OutputWriter output;
    private final long startNanos;
    private int steps;

    Row(PendingRequest pending, KvSlot slot, OutputWriter output, long startNanos) {
        this.pending = pending;
        this.slot = slot;
        this.output = output;
        this.startNanos = startNanos;
    }

    PendingRequest pending() {
        return pending;
    }

    GenerationRequest request() {
        return pending.request();
    }

    KvSlot slot() {
        return slot;
    }

    OutputWriter output() {
        return output;
    }

    int steps() {
        return steps;
    }

    void countStep() {
        steps++;
    }

    long nanosSinceStart(long now) {
        return now - startNanos;
    }

    /** The next part of the prompt, at most so many tokens. */
    int[] nextChunk(int most) {
        int[] prompt = pending.prompt();
        return Arrays.copyOfRange(prompt, slot.tokens(), Math.min(prompt.length, slot.tokens() + most));
    }

    boolean isLastChunk(int[] chunk) {
        return slot.tokens() + chunk.length == pending.prompt().length;
    }
}
