package dev.winnow.engine.generation;

import dev.winnow.text.prompt.QuotedTokens;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds where a document has the tokens that an output ends with. A word counts as the same with and without the space
 * before it. Looks through the document once; not to be changed afterwards.
 */
final class DocumentIndex {
    private static final int LONGEST_CONTEXT = 8;
    private static final int SHORTEST_CONTEXT = 2;
    // How far behind the last copy a single token counts as context.
    private static final int NEAR = 40;
    private static final int MOST_PLACES = 4096;

    // What each token is without its space, and what stands at each place so taken.
    private final Map<Integer, Integer> plain = new HashMap<>();
    private final int[] document;
    // By token the last place behind it, and by place the one before it behind the same token.
    private final Map<Integer, Integer> lastPlace = new HashMap<>();
    private final int[] earlier;

    DocumentIndex(QuotedTokens tokens) {
        this.document = new int[tokens.size()];
        this.earlier = new int[tokens.size()];
        for (int place = 0; place < document.length; place++) {
            int[] opening = tokens.opening(place);
            document[place] = opening.length == 1 ? opening[0] : tokens.token(place);
            plain.put(tokens.token(place), document[place]);
        }
        for (int place = 1; place < document.length; place++) {
            Integer before = lastPlace.put(document[place - 1], place);
            earlier[place] = before == null ? 0 : before;
        }
    }

    /**
     * The place behind the longest context; 0 if there is none. Values are mostly copied in the order of the document.
     * So of places with equally long contexts the next one behind the last copy is taken, and just behind it a context
     * of one token is enough: the first of a value.
     *
     * @param output tokens, of which the first so many are written
     * @param copied the place behind the last copy
     */
    int likeliestPlace(int[] output, int written, int copied) {
        int best = 0;
        int longest = 0;
        int place = lastPlace.getOrDefault(plain(output[written - 1]), 0);
        for (int looked = 0; place > 0 && looked < MOST_PLACES; looked++) {
            int context = sameBefore(place, output, written, LONGEST_CONTEXT);
            boolean near = place >= copied && place - copied <= NEAR;
            boolean enough = context >= SHORTEST_CONTEXT || near;
            if (enough && (context > longest || (context == longest && isLikelier(place, best, copied)))) {
                longest = context;
                best = place;
            }
            place = earlier[place];
        }
        return best;
    }

    private static boolean isLikelier(int place, int than, int copied) {
        boolean ahead = place >= copied;
        return ahead == (than >= copied) ? place < than : ahead;
    }

    /** How many tokens before a place are those that the output ends with. */
    int sameBefore(int place, int[] output, int written, int most) {
        int longest = Math.min(most, Math.min(written, place));
        int same = 0;
        while (same < longest && plain(output[written - 1 - same]) == document[place - 1 - same]) {
            same++;
        }
        return same;
    }

    private int plain(int token) {
        return plain.getOrDefault(token, token);
    }
}
