package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Feed;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.Logits;
import java.util.Arrays;

/**
 * A request that is being decoded. Its slot holds the prompt and the beginning of the output; what is written behind
 * that, the model has not seen yet.
 */
final class Row {
    private final PendingRequest pending;
    private final KvSlot slot;
    private final OutputWriter output;
    private final LookupDraft lookup;
    private final long startNanos;
    // The prompt, and behind it what is forced at the beginning of the output once that has been written.
    private int[] head;
    private int[] draft = {};
    private int steps;
    private int told;

    /** A row at its beginning. It only takes things over: a slot must not be lost. */
    Row(PendingRequest pending, KvSlot slot, OutputWriter output, LookupDraft lookup, long startNanos) {
        this.pending = pending;
        this.slot = slot;
        this.output = output;
        this.lookup = lookup;
        this.startNanos = startNanos;
        this.head = pending.prompt();
    }

    /** Writes what is forced at the beginning, when the row has its place: it cannot be done twice. */
    void begin() {
        output.begin();
        head = concatenated(pending.prompt(), output.tokens());
    }

    private static int[] concatenated(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
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

    /** Tells what was written since the last time. */
    void tellWritten() {
        if (output.written() > told) {
            int[] written = Arrays.copyOfRange(output.buffer(), told, output.written());
            told = output.written();
            pending.tellWrote(written);
        }
    }

    boolean isUrgent() {
        return request().urgent();
    }

    void countStep() {
        steps++;
    }

    long nanosSinceStart(long now) {
        return now - startNanos;
    }

    /** The next part of what is read before the first choice, at most so many tokens. */
    int[] nextChunk(int most) {
        return Arrays.copyOfRange(head, slot.tokens(), Math.min(head.length, slot.tokens() + most));
    }

    boolean isLastChunk(int[] chunk) {
        return slot.tokens() + chunk.length == head.length;
    }

    /** What it reads first, with its slot. */
    Beginning beginning() {
        return new Beginning(slot, head);
    }

    /** Tokens of the output that the model has not seen. */
    int unseen() {
        return output.written() - seen();
    }

    private int seen() {
        return slot.tokens() - pending.prompt().length;
    }

    /**
     * What the model is to see next: tokens of the output, and behind the last of them a guess of how it goes on.
     *
     * @param unseen how many of those that it has not seen, at least one
     * @param guessed the most that may be guessed
     */
    Feed feed(int unseen, int guessed) {
        int first = seen();
        int[] known = Arrays.copyOfRange(output.buffer(), first, first + unseen);
        if (first + unseen < output.written()) {
            draft = new int[0];
            return new Feed(slot, known, 0);
        }
        int room = Math.min(guessed, request().maxOutputTokens() - output.written());
        draft = lookup.guess(output.buffer(), output.written(), room);
        return new Feed(slot, concatenated(known, draft), 1 + draft.length);
    }

    /**
     * Takes tokens by the scores behind everything that was written, and goes on while what it takes is what was
     * guessed, since the scores behind that are here too.
     *
     * @param place of the first scores
     * @return whether the output goes on
     */
    boolean take(Logits logits, int place) {
        int before = output.written();
        int right = 0;
        boolean goesOn = output.next(logits, place);
        while (goesOn) {
            right = guessedRight(before, right);
            if (before + right < output.written()) {
                break;
            }
            goesOn = output.next(logits, place + right);
        }
        lookup.judged(right);
        slot.keep(pending.prompt().length + before + right);
        draft = new int[0];
        return goesOn;
    }

    private int guessedRight(int before, int known) {
        int right = known;
        while (right < draft.length
                && before + right < output.written()
                && output.buffer()[before + right] == draft[right]) {
            right++;
        }
        return right;
    }
}
