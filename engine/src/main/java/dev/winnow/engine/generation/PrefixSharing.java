package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Adapter;
import dev.winnow.engine.decoder.Decoder;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets a row take over what was computed for another one whose prompt begins alike: items of a job share instruction
 * and template. The other one is running, or it was the last of its adapter and its slot is kept: so items that come
 * one by one share too. What is kept is given up as soon as a row wants its memory. An adapter may be closed meanwhile,
 * since nothing is computed in such a slot any more. Not thread-safe.
 */
final class PrefixSharing {
    // Fewer are computed in about the time that finding and copying takes.
    private static final int LEAST_SHARED = 8;
    // One for each of the last few adapters.
    private static final int MOST_KEPT = 4;

    private final Decoder decoder;
    private final boolean wanted;
    // The oldest first.
    private final Deque<Beginning> kept = new ArrayDeque<>();
    private long sharedTokens;

    PrefixSharing(Decoder decoder, boolean wanted) {
        this.decoder = decoder;
        this.wanted = wanted;
    }

    /** Prompt tokens that rows took over from others instead of computing them, so far. */
    long sharedTokens() {
        return sharedTokens;
    }

    /** Fills the slot of a row that has read nothing yet with what it shares with another. */
    void begin(Row row, List<Row> running) {
        if (!wanted) {
            return;
        }
        Beginning own = row.beginning();
        Beginning donor = Stream.concat(running.stream().map(Row::beginning), kept.stream())
                .max(Comparator.comparingInt(own::sharedWith))
                .orElse(own);
        int shared = own.sharedWith(donor);
        if (shared >= LEAST_SHARED) {
            decoder.copyPrefix(donor.slot(), own.slot(), shared);
            sharedTokens += shared;
        }
        release(own.slot().adapter()); // the row itself has it now
    }

    /**
     * Keeps the beginning of a row that has given its output, if nobody else has it.
     *
     * @return whether the row's slot belongs to this now
     */
    boolean keep(Row ended, List<Row> running) {
        Beginning beginning = ended.beginning();
        Adapter adapter = beginning.slot().adapter();
        if (!wanted || running.stream().anyMatch(row -> row.slot().adapter() == adapter)) {
            return false;
        }
        beginning.slot().keep(Math.min(beginning.slot().tokens(), beginning.head().length));
        release(adapter);
        if (kept.size() == MOST_KEPT) {
            giveUpOldest();
        }
        kept.addLast(beginning);
        return true;
    }

    /** Gives up all that is kept. */
    void giveUpAll() {
        while (giveUpOldest()) {
            // the next one
        }
    }

    /**
     * Gives up the oldest of what is kept.
     *
     * @return false if there was nothing
     */
    boolean giveUpOldest() {
        Beginning oldest = kept.pollFirst();
        if (oldest == null) {
            return false;
        }
        decoder.release(oldest.slot());
        return true;
    }

    private void release(@Nullable Adapter adapter) {
        List<Beginning> same = kept.stream()
                .filter(beginning -> beginning.slot().adapter() == adapter)
                .toList();
        kept.removeAll(same);
        same.forEach(beginning -> decoder.release(beginning.slot()));
    }
}
