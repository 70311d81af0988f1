package dev.winnow.engine.generation;

import dev.winnow.text.prompt.QuotedTokens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Guesses how an output goes on: as its document goes on where the same tokens stand, with the next value behind a
 * separator, or as the output itself went on before. An extraction mostly copies, so the guess is often right, and a
 * step that verifies it costs little more than one without. Known as prompt lookup decoding (A. Saxena, 2023). Not
 * thread-safe.
 */
final class LookupDraft {
    private static final int[] NOTHING = {};
    private static final int MOST_MISSES = 2;
    private static final int REST = 4;
    private static final int SHORTEST_REPEATED = 3;
    private static final int LONGEST_REPEATED = 12;
    private static final int OWN_TOKENS = 4096;

    private final int most;
    private final DocumentIndex index;
    private final CopyTrail trail;
    private @Nullable CopiedGuess copied;
    private int[] output = NOTHING;
    private int written;
    private int misses;
    private int rest;

    /**
     * Looks through a document once.
     *
     * @param most the longest guess; 0 for none
     */
    LookupDraft(QuotedTokens document, int most) {
        QuotedTokens used = most > 0 ? document : QuotedTokens.of();
        this.most = most;
        this.index = new DocumentIndex(used);
        this.trail = new CopyTrail(used);
    }

    /**
     * Guesses what follows.
     *
     * @param output tokens, of which the first so many are written; what is written is shared until the guess is
     *     judged, and not to be changed
     * @param room the most that can be used
     */
    @SuppressWarnings("ArrayIsStoredDirectly")
    int[] guess(int[] output, int written, int room) {
        this.output = output;
        this.written = written;
        copied = null;
        int wanted = Math.min(most, room);
        if (wanted < 1 || written < 1) {
            return NOTHING;
        }
        copied = copied(wanted);
        return copied == null ? repeated(wanted) : copied.tokens();
    }

    private @Nullable CopiedGuess copied(int wanted) {
        if (trail.isBetweenValues(output, written)) {
            CopiedGuess guess = trail.nextValue(wanted);
            return guess.length() == 0 ? null : guess; // the document may end here
        }
        if (rest > 0) {
            rest--;
            return null;
        }
        int place = index.likeliestPlace(output, written, trail.place());
        return place == 0 ? null : trail.goOn(place, wanted);
    }

    /** What followed the output's last tokens where they stood in it before. */
    private int[] repeated(int wanted) {
        int best = 0;
        int longest = SHORTEST_REPEATED - 1;
        for (int place = written - 1; place >= Math.max(SHORTEST_REPEATED, written - OWN_TOKENS); place--) {
            int same = 0;
            while (same < Math.min(LONGEST_REPEATED, place) && output[place - 1 - same] == output[written - 1 - same]) {
                same++;
            }
            if (same > longest) {
                longest = same;
                best = place;
            }
        }
        return best == 0 ? NOTHING : again(written - best, wanted);
    }

    /** The last tokens of the output over and over: what loops goes on so. */
    private int[] again(int period, int wanted) {
        int[] guess = new int[wanted];
        Arrays.setAll(guess, i -> output[written - period + i % period]);
        return guess;
    }

    /**
     * Learns how many tokens of the last guess were right. A document that is not copied from is left alone for a
     * while.
     */
    void judged(int right) {
        CopiedGuess guess = copied;
        copied = null;
        if (guess == null) {
            return;
        }
        if (right > 0) {
            int before = guess.opensValue() ? 0 : index.sameBefore(guess.place(), output, written, Integer.MAX_VALUE);
            trail.follow(guess, before, output, written, right);
            misses = 0;
        } else if (guess.opensValue()) {
            trail.missed();
        } else if (++misses == MOST_MISSES) {
            misses = 0;
            rest = REST;
        }
    }
}
