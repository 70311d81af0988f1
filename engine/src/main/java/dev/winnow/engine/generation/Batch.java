package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.Logits;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that run now: at most one whose prompt is being read, and those that decode, one token each a step. What
 * goes wrong with a row ends that row only. Confined to the loop's thread.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final Decoder decoder;
    private final LongSupplier nanos;
    private final TokenRate rate;
    private final List<Row> decoding = new ArrayList<>();
    private @Nullable Row prefilling;

    Batch(Decoder decoder, LongSupplier nanos, TokenRate rate) {
        this.decoder = decoder;
        this.nanos = nanos;
        this.rate = rate;
    }

    int rows() {
        return decoding.size() + (prefilling == null ? 0 : 1);
    }

    /** Whether a row could begin now, if the cache has room for it. */
    boolean hasPlace() {
        return prefilling == null && decoding.size() < decoder.settings().mostRows();
    }

    /**
     * Begins a row, or fails its request if that cannot be done.
     *
     * @return false if the cache has no room until other rows end
     */
    boolean begin(PendingRequest pending) {
        KvSlot slot;
        try {
            slot = decoder.reserve(Math.toIntExact(pending.request().tokens()));
        } catch (RuntimeException e) {
            LOG.warn("No slot could be made for request {}", pending.id().number(), e);
            pending.tell(engineError(e));
            return true;
        }
        if (slot == null) {
            return false;
        }
        prefilling = new Row(pending, slot, decoder.shape().vocabulary(), nanos.getAsLong());
        pending.tellBegun();
        return true;
    }

    /** Reads the next chunk of the beginning row's prompt, and after the last one takes its first token. */
    void prefill() {
        Row row = prefilling;
        if (row == null) {
            return;
        }
        try {
            int[] chunk = row.nextChunk(decoder.settings().chunkTokens());
            Logits logits = decoder.prefill(row.slot(), chunk, row.isLastChunk(chunk));
            if (logits != null) {
                prefilling = null;
                decoding.add(row);
                advance(row, logits, 0);
            }
        } catch (RuntimeException e) {
            failed(row, e);
        }
    }

    /** Gives every decoding row its next token. */
    void step() {
        List<Row> rows = List.copyOf(decoding);
        if (rows.isEmpty()) {
            return;
        }
        try {
            step(rows);
        } catch (RuntimeException e) {
            if (rows.size() == 1) {
                failed(rows.get(0), e);
            } else {
                LOG.warn("A step of {} rows failed; each is tried alone to find the cause", rows.size(), e);
                rows.forEach(this::stepAlone);
            }
        }
    }

    /** Ends the rows whose time is over. */
    void endLateRows() {
        long now = nanos.getAsLong();
        for (Row row : all()) {
            Duration limit = row.request().limit();
            if (Duration.ofNanos(row.nanosSinceStart(now)).compareTo(limit) > 0) {
                String message =
                        "the item passed its time limit of %s s after %d of at most %d output tokens: raise the"
                                        .formatted(
                                                limit.toMillis() / 1000.0,
                                                row.output().written(),
                                                row.request().maxOutputTokens())
                                + " limit, or shorten the input";
                end(row, new GenerationFailed(Reason.TIME_LIMIT, message));
            }
        }
    }

    /** Ends the rows of these requests. */
    void cancel(Set<GenerationId> ids) {
        all().stream().filter(row -> ids.contains(row.pending().id())).forEach(this::cancelled);
    }

    /** Ends all rows, because the generator is closed. */
    void cancelAll() {
        all().forEach(this::cancelled);
    }

    /** Ends all rows after a fault that is nobody's in particular. */
    void failAll(Throwable fault) {
        all().forEach(row -> failed(row, fault));
    }

    private List<Row> all() {
        return Stream.concat(decoding.stream(), Stream.ofNullable(prefilling)).toList();
    }

    private void stepAlone(Row row) {
        try {
            step(List.of(row));
        } catch (RuntimeException e) {
            failed(row, e);
        }
    }

    private void step(List<Row> rows) {
        Logits logits = decoder.step(
                rows.stream().map(Row::slot).toList(),
                rows.stream().mapToInt(row -> row.output().last()).toArray());
        for (int i = 0; i < rows.size(); i++) {
            advance(rows.get(i), logits, i);
        }
    }

    private void advance(Row row, Logits logits, int place) {
        row.countStep();
        int before = row.output().written();
        boolean goesOn;
        try {
            goesOn = row.output().next(logits, place);
        } catch (RuntimeException | StackOverflowError e) { // a cursor may go deep
            failed(row, e);
            return;
        }
        rate.add(row.output().written() - before, nanos.getAsLong());
        if (!goesOn) {
            Duration time = Duration.ofNanos(row.nanosSinceStart(nanos.getAsLong()));
            OutputWriter output = row.output();
            end(row, new Generated(output.tokens(), output.truncated(), row.steps(), time));
        }
    }

    private void failed(Row row, Throwable fault) {
        LOG.warn("Request {} failed", row.pending().id().number(), fault);
        end(row, engineError(fault));
    }

    private static GenerationFailed engineError(Throwable fault) {
        return new GenerationFailed(Reason.ENGINE_ERROR, "the engine failed on this item: " + fault.getMessage());
    }

    private void cancelled(Row row) {
        end(row, new GenerationFailed(Reason.CANCELLED, "the item was cancelled"));
    }

    private void end(Row row, GenerationOutcome outcome) {
        if (row == prefilling) {
            prefilling = null;
        }
        decoding.remove(row);
        decoder.release(row.slot());
        row.pending().tell(outcome);
    }
}
