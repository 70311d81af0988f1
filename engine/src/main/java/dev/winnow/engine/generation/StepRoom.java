package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Feed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shares the tokens of a step among its rows: one for each, then what is certain, then guesses, so that no guess costs
 * another row what it has written already. What is left for guesses is shared evenly, since a guess's first tokens are
 * right more often than its last ones.
 */
final class StepRoom {
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
        for (int i = 0; i < rows.size(); i++) {
            int more = Math.min(Math.min(rows.get(i).unseen(), Feed.MOST_TOKENS) - 1, left);
            unseen[i] += more;
            left -= more;
        }
        List<Feed> feeds = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int fair = (left + rows.size() - i - 1) / (rows.size() - i);
            Feed feed = rows.get(i).feed(unseen[i], Math.min(Feed.MOST_TOKENS - unseen[i], fair));
            left -= feed.tokens().length - unseen[i];
            feeds.add(feed);
        }
        return feeds;
    }
}
