package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.result.RefusedItem;
import dev.winnow.coordinator.result.Results;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The items of a submission that cannot be used. Where the request says so they are stored as failed, a page at a time
 * between the others; else the first of them refuses the request. A request none of whose items can be used is refused
 * in any case. Not thread-safe.
 */
final class RefusedItems {
    private static final int PAGE = 1_000;

    private final OnBadItem rule;
    private final Sql sql;
    private final UUID job;
    private final ItemCopy copy;
    private final Results results;
    private final List<RefusedItem> page = new ArrayList<>();
    private @Nullable ProblemException first;
    private int count;

    RefusedItems(OnBadItem rule, Sql sql, UUID job, ItemCopy copy, Results results) {
        this.rule = rule;
        this.sql = sql;
        this.job = job;
        this.copy = copy;
        this.results = results;
    }

    /** The next item that can be used, or null after the last. */
    @Nullable
    SubmittedItem next(RequestBody body, ContextCheck context) throws IOException, SQLException {
        while (true) {
            try {
                SubmittedItem item = body.next();
                if (item != null) {
                    context.require(item);
                }
                return item;
            } catch (ProblemException e) {
                take(e, body);
            }
        }
    }

    private void take(ProblemException e, RequestBody body) throws SQLException {
        if (rule == OnBadItem.REFUSE) {
            throw e;
        }
        first = first == null ? e : first;
        count++;
        String id = body.idOfLast();
        int position = copy.leaveOut(id != null);
        page.add(new RefusedItem(position, id, e.problem().code(), message(e.problem(), body.placeOf(position))));
        if (page.size() == PAGE) {
            store();
        }
    }

    private static String message(Problem problem, Place place) {
        String remedy = problem.remedy() == null ? "" : "; " + problem.remedy();
        return place.describe() + ": " + problem.detail() + remedy;
    }

    private void store() throws SQLException {
        copy.interrupt(() -> results.refuse(sql, job, page));
        page.clear();
    }

    /** Stores what is left. */
    void finish() throws SQLException {
        if (first != null && count == copy.position()) {
            throw first;
        }
        if (!page.isEmpty()) {
            store();
        }
    }

    /** How many there are. */
    int count() {
        return count;
    }
}
