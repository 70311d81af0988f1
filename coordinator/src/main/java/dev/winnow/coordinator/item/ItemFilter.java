package dev.winnow.coordinator.item;

import dev.winnow.coordinator.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a job's items are wanted.
 *
 * @param ended succeeded, failed, or null for both
 * @param code of the error, or null for any
 * @param id of the one item, or null for all
 */
record ItemFilter(
        @Nullable String ended, @Nullable String code, @Nullable String id) {
    ItemFilter {
        if (ended != null && !List.of("succeeded", "failed").contains(ended)) {
            throw Problem.of(400, "invalid_option", "only must be succeeded or failed, was " + ended)
                    .at("/only")
                    .remedy("leave it out for all items that have ended")
                    .exception();
        }
    }

    /** The condition, each part of which an index serves. */
    String condition() {
        StringBuilder sql = new StringBuilder();
        if (code != null) {
            sql.append(" and r.error_code = ?");
        } else if ("failed".equals(ended)) {
            sql.append(" and r.error_code is not null");
        } else if ("succeeded".equals(ended)) {
            sql.append(" and r.error_code is null");
        }
        if (id != null) {
            // An item without an id of its own is called as its position.
            sql.append(" and r.position in (select o.position from item o where o.job_id = r.job_id and"
                    + " o.external_id = ? union all select o.position from item o where o.job_id = r.job_id and"
                    + " o.position = ? and o.external_id is null)");
        }
        return sql.toString();
    }

    /** The values of its parameters, in their order. */
    List<Object> parameters() {
        List<Object> values = new ArrayList<>();
        if (code != null) {
            values.add(code);
        }
        if (id != null) {
            values.add(id);
            values.add(position(id));
        }
        return values;
    }

    private static int position(String id) {
        return id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : -1;
    }
}
