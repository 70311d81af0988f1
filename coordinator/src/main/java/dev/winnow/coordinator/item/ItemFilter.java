package dev.winnow.coordinator.item;

import dev.winnow.coordinator.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a job's items are wanted.
 *
 * @param ended succeeded, failed, or null for both
 * @param code of the error, or null for any
 * @param id of the one item, or null for all
 * @param text that stands in the output, or in what is said of the error; null for any
 */
record ItemFilter(
        @Nullable String ended,
        @Nullable String code,
        @Nullable String id,
        @Nullable String text) {
    private static final int LONGEST_TEXT = 200;

    ItemFilter {
        if (ended != null && !List.of("succeeded", "failed").contains(ended)) {
            throw Problem.of(400, "invalid_option", "only must be succeeded or failed, was " + ended)
                    .at("/only")
                    .remedy("leave it out for all items that have ended")
                    .exception();
        }
        text = text == null || text.isBlank() ? null : text.strip();
        if (text != null && text.length() > LONGEST_TEXT) {
            throw Problem.of(400, "invalid_search", "text has at most %d characters".formatted(LONGEST_TEXT))
                    .at("/text")
                    .limit(LONGEST_TEXT)
                    .remedy("send a part of it")
                    .exception();
        }
    }

    /** The condition on a result, which an index serves. */
    String condition() {
        if (code != null) {
            return " and r.error_code = ?";
        }
        if (ended == null) {
            return "";
        }
        return ended.equals("failed") ? " and r.error_code is not null" : " and r.error_code is null";
    }

    /** The values of its parameters, in their order. */
    List<Object> parameters() {
        return code == null ? List.of() : List.of(code);
    }
}
