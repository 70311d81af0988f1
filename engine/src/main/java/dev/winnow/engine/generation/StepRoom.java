package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Feed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shares the tokens of a step among its rows: one for each, then what is certain, then guesses, so that no guess costs
 * another row what it has written already. What is left for guesses is shared evenly, since a guess's first tokens are
 * right more often than its last ones. Where few rows run, a step costs nearly the same whatever they take, so they
 * guess far ahead.
 */
final class StepRoom {
    // The rows of a run are padded to the widest of them, so a few tokens more of one cost its neighbours; and a key
    // head's queries of ten tokens are 30 in many models, where with more than 32 attention reads the cache twice.
    private static final int MOST_OF_MANY = 10;
    private static final int FEW_ROWS = 4;

    private StepRoom() {}

    /**
     * What each row takes.
     *
     * @param rows each with something that the model has not seen
     * @param most tokens together, at least one a row
     */
    static List<Feed> share(List<Row> rows, int most) {
        int[] unseen = new int[rows.size()];
        Arrays.fill(unseen, 1);
        int left = most - rows.size();
        int widest = rows.size() > FEW_ROWS ? MOST_OF_MANY : Feed.MOST_TOKENS;
        for (int i = 0; i < rows.size(); i++) {
            int more = Math.min(Math.min(rows.get(i).unseen(), widest) - 1, left);
            unseen[i] += more;
            left -= more;
        }
        List<Feed> feeds = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int fair = (left + rows.size() - i - 1) / (rows.size() - i);
            Feed feed = rows.get(i).feed(unseen[i], Math.min(widest - unseen[i], fair));
            left -= feed.tokens().length - unseen[i];
            feeds.add(feed);
        }
        return feeds;
    }
}
