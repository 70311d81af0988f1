package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of a tenant's jobs are wanted.
 *
 * @param states any of them; none for all
 * @param search part of a job's name, or the beginning of its id; null for any
 * @param model or null for any
 * @param created when they were submitted
 */
record JobFilter(
        List<String> states,
        @Nullable String search,
        @Nullable String model,
        CreatedWithin created) {
    private static final int LONGEST_SEARCH = 200;

    JobFilter {
        states = List.copyOf(states);
        if (search != null && search.length() > LONGEST_SEARCH) {
            throw Problem.of(400, "invalid_search", "search has at most %d characters".formatted(LONGEST_SEARCH))
                    .at("/search")
                    .limit(LONGEST_SEARCH)
                    .remedy("send a part of the name")
                    .exception();
        }
    }

    /** Reads the parameters of a query. */
    static JobFilter read(
            @Nullable String states, @Nullable String search, @Nullable String model, CreatedWithin created) {
        List<String> wanted = states == null || states.isBlank() ? List.of() : List.of(states.split(",", -1));
        List<String> known = Arrays.stream(JobState.values())
                .filter(state -> state != JobState.DELETING)
                .map(JobState::stored)
                .toList();
        for (String state : wanted) {
            if (!known.contains(state)) {
                throw Problem.of(400, "unknown_state", "there is no state '" + state + "'")
                        .at("/state")
                        .remedy("the states are " + String.join(", ", known))
                        .exception();
            }
        }
        return new JobFilter(wanted, blankToNull(search), blankToNull(model), created);
    }

    /**
     * The condition. A single state and none at all have an index in the order of the list, which is that of time: of
     * other times than those that are wanted nothing is read.
     */
    String condition() {
        StringBuilder sql = new StringBuilder();
        if (states.size() == 1) {
            sql.append(" and state = ?");
        } else if (!states.isEmpty()) {
            sql.append(" and state = any(?)");
        }
        if (search != null) {
            sql.append(" and (strpos(lower(name), ?) > 0 or starts_with(id::text, ?))");
        }
        if (model != null) {
            sql.append(" and model = ?");
        }
        if (created.from() != null) {
            sql.append(" and created_at >= ?");
        }
        if (created.until() != null) {
            sql.append(" and created_at < ?");
        }
        return sql.toString();
    }

    /** The values of its parameters, in their order. */
    List<Object> parameters() {
        List<Object> values = new ArrayList<>();
        if (states.size() == 1) {
            values.add(states.get(0));
        } else if (!states.isEmpty()) {
            values.add(states.toArray(String[]::new));
        }
        if (search != null) {
            values.add(search.toLowerCase(Locale.ROOT));
            values.add(search.toLowerCase(Locale.ROOT));
        }
        if (model != null) {
            values.add(model);
        }
        if (created.from() != null) {
            values.add(created.from());
        }
        if (created.until() != null) {
            values.add(created.until());
        }
        return values;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
