package dev.winnow.engine.generation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Guesses how an output goes on: as its document goes on where the same tokens stand. An extraction mostly copies, so
 * the guess is often right, and a step that verifies it costs little more than one without. Known as prompt lookup
 * decoding (A. Saxena, 2023). Not thread-safe.
 *
 * <p>Values are mostly copied in the order of the document. So of places with equally long contexts the next one behind
 * the last copy is taken, and just behind it a context of one token is enough: the first of a value.
 */
final class LookupDraft {
    private static final int[] NOTHING = {};
    private static final int LONGEST_CONTEXT = 8;
    private static final int SHORTEST_CONTEXT = 2;
    // How far behind the last copy a single token counts as context.
    private static final int NEAR = 40;
    private static final int MOST_PLACES = 4096;
    private static final int MOST_MISSES = 2;
    private static final int REST = 4;

    private final int[] document;
    private final int most;
    // By token the last place behind it, and by place the one before it behind the same token.
    private final Map<Integer, Integer> lastPlace = new HashMap<>();
    private final int[] earlier;
    // The place behind what was copied last.
    private int copied;
    private int guessed;
    private int misses;
    private int rest;

    /**
     * Looks through a document once.
     *
     * @param document shared, not to be written to
     * @param most the longest guess
     */
    @SuppressWarnings("ArrayIsStoredDirectly")
    LookupDraft(int[] document, int most) {
        this.document = document;
        this.most = most;
        this.earlier = new int[document.length];
        for (int place = 1; most > 0 && place < document.length; place++) {
            Integer before = lastPlace.put(document[place - 1], place);
            earlier[place] = before == null ? 0 : before;
        }
    }

    /**
     * Guesses what follows.
     *
     * @param output tokens, of which the first so many are written
     * @param room the most that can be used
     */
    int[] guess(int[] output, int written, int room) {
        if (rest > 0) {
            rest--;
            return NOTHING;
        }
        int wanted = Math.min(most, room);
        if (wanted < 1 || written < 1) {
            return NOTHING;
        }
        guessed = likeliestPlace(output, written);
        return guessed == 0
                ? NOTHING
                : Arrays.copyOfRange(document, guessed, Math.min(document.length, guessed + wanted));
    }

    /** The place whose context is the longest; 0 if there is none. */
    private int likeliestPlace(int[] output, int written) {
        int best = 0;
        int longest = 0;
        int place = lastPlace.getOrDefault(output[written - 1], 0);
        for (int looked = 0; place > 0 && looked < MOST_PLACES; looked++) {
            int context = context(output, written, place);
            boolean enough = context >= SHORTEST_CONTEXT || isNear(place);
            if (enough && (context > longest || (context == longest && isLikelier(place, best)))) {
                longest = context;
                best = place;
            }
            place = earlier[place];
        }
        return best;
    }

    private boolean isNear(int place) {
        return place >= copied && place - copied <= NEAR;
    }

    private boolean isLikelier(int place, int than) {
        boolean ahead = place >= copied;
        return ahead == (than >= copied) ? place < than : ahead;
    }

    private int context(int[] output, int written, int place) {
        int longest = Math.min(LONGEST_CONTEXT, Math.min(written, place));
        int same = 1;
        while (same < longest && output[written - 1 - same] == document[place - 1 - same]) {
            same++;
        }
        return same;
    }

    /** Learns how many tokens of a guess were right. A document that is not copied from is left alone for a while. */
    void judged(int length, int right) {
        if (length == 0) {
            return;
        }
        misses = right == 0 ? misses + 1 : 0;
        if (right > 0) {
            copied = guessed + right;
        }
        if (misses == MOST_MISSES) {
            misses = 0;
            rest = REST;
        }
    }
}
