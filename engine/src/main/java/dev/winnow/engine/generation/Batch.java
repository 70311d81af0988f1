package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.Feed;
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
 * The rows that run now: at most one whose prompt is being read, besides an urgent one, and those that decode, at least
 * one token each a step. What goes wrong with a row ends that row only. Confined to the loop's thread.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final Decoder decoder;
    private final LoopSettings settings;
    private final LongSupplier nanos;
    private final Tally tally;
    private final PrefixSharing sharing;
    private final CacheRoom room;
    private final List<Row> decoding = new ArrayList<>();
    private @Nullable Row prefilling;
    private @Nullable Row urgentPrefilling;

    Batch(Decoder decoder, LoopSettings settings, Tally tally) {
        this.decoder = decoder;
        this.settings = settings;
        this.nanos = settings.nanos();
        this.tally = tally;
        this.sharing = new PrefixSharing(decoder, settings.sharePrefixes());
        this.room = new CacheRoom(decoder, sharing, settings.urgentRows());
    }

    int rows() {
        return decoding.size() + (prefilling == null ? 0 : 1) + (urgentPrefilling == null ? 0 : 1);
    }

    /** Whether a row could begin now, if the cache has room for it. */
    boolean hasPlace() {
        return prefilling == null
                && rows() < decoder.settings().mostRows()
                && ordinaryDecoding() < Math.max(1, decoder.settings().mostRows() - settings.urgentRows());
    }

    private long ordinaryDecoding() {
        return decoding.stream().filter(row -> !row.isUrgent()).count();
    }

    /** The same for an urgent row. */
    boolean hasUrgentPlace() {
        return urgentPrefilling == null && rows() < decoder.settings().mostRows();
    }

    /** Whether somebody waits for one of its rows. */
    boolean hasUrgent() {
        return urgentPrefilling != null || decoding.stream().anyMatch(Row::isUrgent);
    }

    /** Begins a row, or fails its request if that cannot be done; false if the cache has no room until rows end. */
    boolean begin(PendingRequest pending) {
        try {
            // The slot comes last: what fails before it leaves nothing behind.
            long now = nanos.getAsLong();
            OutputWriter output =
                    new OutputWriter(pending.request(), decoder.shape().vocabulary(), settings.jumpForward());
            LookupDraft lookup = new LookupDraft(pending.document(), settings.draftTokens());
            KvSlot slot = room.reserve(pending.request(), prefilling == null && ordinaryDecoding() == 0);
            if (slot == null) {
                return false;
            }
            Row row = new Row(pending, slot, output, lookup, now);
            if (row.isUrgent()) {
                urgentPrefilling = row;
            } else {
                prefilling = row;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("Request {} could not begin", pending.id().number(), e);
            pending.tell(GenerationFailed.by(e));
            return true;
        }
        pending.tellBegun();
        return true;
    }

    /**
     * Reads the next chunk of the beginning row's prompt, and after the last one takes its first token.
     *
     * @param urgentOnly whether others wait
     * @return how many tokens were read; 0 if no row begins, or it failed
     */
    int prefill(boolean urgentOnly) {
        Row row = urgentOnly || prefilling == null ? urgentPrefilling : prefilling;
        if (row == null) {
            return 0;
        }
        int[] chunk;
        Logits logits;
        try {
            if (row.slot().tokens() == 0) {
                row.begin();
                sharing.begin(row, decoding);
            }
            chunk = row.nextChunk(decoder.settings().chunkTokens());
            logits = decoder.prefill(row.slot(), chunk, row.isLastChunk(chunk));
        } catch (RuntimeException | Error e) { // a cursor may go deep, or be broken in other ways
            failed(row, e);
            return 0;
        }
        tally.read(chunk.length);
        if (logits != null) {
            beginsNoMore(row);
            decoding.add(row);
            advance(row, logits, 0);
        }
        return chunk.length;
    }

    /** Prompt tokens that were taken over from other rows, so far. */
    long sharedTokens() {
        return sharing.sharedTokens();
    }

    private void advance(Row row, Feed feed, Logits logits, int place) {
        if (feed.scored() == 0) {
            row.countStep();
        } else {
            advance(row, logits, place);
        }
    }

    /**
     * Lets the model see what every decoding row has written, and gives those that wait for no more their tokens.
     *
     * @param urgentOnly whether others wait
     */
    void step(boolean urgentOnly) {
        List<Row> rows =
                decoding.stream().filter(row -> !urgentOnly || row.isUrgent()).toList();
        if (rows.isEmpty()) {
            return;
        }
        List<Feed> feeds = StepRoom.share(rows, decoder.settings().stepTokens());
        Logits logits;
        try {
            long begun = nanos.getAsLong();
            logits = decoder.step(feeds);
            tally.stepped(rows.size(), nanos.getAsLong() - begun);
        } catch (RuntimeException e) {
            stepApart(rows, feeds, e);
            return;
        }
        int place = 0;
        for (int i = 0; i < rows.size(); i++) {
            advance(rows.get(i), feeds.get(i), logits, place);
            place += feeds.get(i).scored();
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
        sharing.giveUpAll();
    }

    /** Ends all rows after a fault that is nobody's in particular. */
    void failAll(Throwable fault) {
        all().forEach(row -> failed(row, fault));
        sharing.giveUpAll();
    }

    private List<Row> all() {
        return Stream.of(decoding.stream(), Stream.ofNullable(prefilling), Stream.ofNullable(urgentPrefilling))
                .flatMap(rows -> rows)
                .toList();
    }

    // If a step fails no row has moved, and nothing but the step may be tried again.
    private void stepApart(List<Row> rows, List<Feed> feeds, RuntimeException fault) {
        if (rows.size() == 1) {
            failed(rows.get(0), fault);
            return;
        }
        LOG.warn("A step of {} rows failed; each is tried alone to find the cause", rows.size(), fault);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Logits logits;
            try {
                logits = decoder.step(List.of(feeds.get(i)));
            } catch (RuntimeException e) {
                failed(row, e);
                continue;
            }
            advance(row, feeds.get(i), logits, 0);
        }
    }

    // Throws nothing: the rows behind this one have moved too and need their tokens.
    private void advance(Row row, Logits logits, int place) {
        GenerationOutcome outcome;
        try {
            outcome = next(row, logits, place);
        } catch (RuntimeException | Error e) { // a cursor may go deep, or be broken in other ways
            failed(row, e);
            return;
        }
        if (outcome != null) {
            end(row, outcome);
        }
    }

    private @Nullable GenerationOutcome next(Row row, Logits logits, int place) {
        row.countStep();
        OutputWriter output = row.output();
        int before = output.written();
        boolean goesOn = row.take(logits, place);
        long now = nanos.getAsLong();
        tally.wrote(output.written() - before, now);
        if (row.isUrgent()) {
            row.tellWritten();
        }
        return goesOn
                ? null
                : new Generated(
                        output.tokens(),
                        output.logProbabilities(),
                        output.truncated(),
                        row.steps(),
                        Duration.ofNanos(row.nanosSinceStart(now)));
    }

    private void failed(Row row, Throwable fault) {
        LOG.warn("Request {} failed", row.pending().id().number(), fault);
        end(row, GenerationFailed.by(fault));
    }

    private void cancelled(Row row) {
        end(row, new GenerationFailed(Reason.CANCELLED, "the item was cancelled"));
    }

    private void beginsNoMore(Row row) {
        if (row == prefilling) {
            prefilling = null;
        }
        if (row == urgentPrefilling) {
            urgentPrefilling = null;
        }
    }

    private void end(Row row, GenerationOutcome outcome) {
        beginsNoMore(row);
        decoding.remove(row);
        try {
            if (!(outcome instanceof Generated) || !sharing.keep(row, decoding)) {
                decoder.release(row.slot());
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "The slot of request {} could not be given back",
                    row.pending().id().number(),
                    e);
        }
        row.pending().tell(outcome);
    }
}
