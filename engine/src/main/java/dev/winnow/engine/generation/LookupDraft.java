package dev.winnow.engine.generation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Guesses how an output goes on: as its document went on where the same tokens stand. An extraction mostly copies, so
 * the guess is often right, and a step that verifies it costs little more than one without. Known as prompt lookup
 * decoding (A. Saxena, 2023). Not thread-safe.
 *
 * <p>How much is guessed follows how well it went: twice as much after a guess that was all right, little after one
 * that failed, nothing for some steps after two that were all wrong.
 */
final class LookupDraft {
    private static final int[] NOTHING = {};
    private static final int FIRST_LENGTH = 4;
    private static final int LONGEST_CONTEXT = 8;
    private static final int MOST_PLACES = 16;
    private static final int REST = 4;

    private final int[] prompt;
    private final int most;
    // By two tokens the last place behind them, and by place the one before it with the same two.
    private final Map<Long, Integer> lastPlace = new HashMap<>();
    private final int[] earlier;
    private int length = FIRST_LENGTH;
    private int misses;
    private int rest;

    /**
     * Looks through a prompt once.
     *
     * @param prompt shared, not to be written to
     * @param most the longest guess
     */
    @SuppressWarnings("ArrayIsStoredDirectly")
    LookupDraft(int[] prompt, int most) {
        this.prompt = prompt;
        this.most = most;
        this.earlier = new int[prompt.length];
        for (int place = 2; most > 0 && place < prompt.length; place++) {
            Integer before = lastPlace.put(pair(prompt[place - 2], prompt[place - 1]), place);
            earlier[place] = before == null ? 0 : before;
        }
    }

    private static long pair(int first, int second) {
        return (long) first << 32 | second;
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
        int wanted = Math.min(Math.min(length, most), room);
        if (wanted < 1 || written < 2) {
            return NOTHING;
        }
        int place = likeliestPlace(output, written);
        return place == 0 ? NOTHING : Arrays.copyOfRange(prompt, place, Math.min(prompt.length, place + wanted));
    }

    // The place whose context is the longest; of equal ones the last.
    private int likeliestPlace(int[] output, int written) {
        int best = 0;
        int longest = 0;
        int place = lastPlace.getOrDefault(pair(output[written - 2], output[written - 1]), 0);
        for (int looked = 0; place > 0 && looked < MOST_PLACES; looked++) {
            int context = context(output, written, place);
            if (context > longest) {
                longest = context;
                best = place;
            }
            place = earlier[place];
        }
        return best;
    }

    private int context(int[] output, int written, int place) {
        int most = Math.min(LONGEST_CONTEXT, Math.min(written, place));
        int same = 2;
        while (same < most && output[written - 1 - same] == prompt[place - 1 - same]) {
            same++;
        }
        return same;
    }

    /** Learns how a guess went. */
    void judged(int guessed, int right) {
        if (guessed == 0) {
            return;
        }
        misses = right == 0 ? misses + 1 : 0;
        length = right == guessed ? Math.min(most, 2 * length) : Math.max(1, right + 1);
        if (misses == 2) {
            misses = 0;
            rest = REST;
        }
    }
}
