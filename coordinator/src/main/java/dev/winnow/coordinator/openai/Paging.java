package dev.winnow.coordinator.openai;

import dev.winnow.coordinator.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a request wants.
 *
 * @param after the id that the page before ended with; null for the first
 * @param limit the most objects
 * @param ascending whether the oldest come first
 */
public record Paging(@Nullable String after, int limit, boolean ascending) {
    /**
     * Reads it from a query.
     *
     * @param usual the limit where the query names none
     * @param most the highest
     */
    public static Paging of(
            @Nullable String after, @Nullable Integer limit, @Nullable String order, int usual, int most) {
        int wanted = limit == null ? usual : limit;
        if (wanted < 1 || wanted > most) {
            throw Problem.of(400, "invalid_limit", "limit must be from 1 to %d, was %d".formatted(most, wanted))
                    .at("/limit")
                    .limit(most)
                    .remedy("choose a value within these bounds, and follow after")
                    .exception();
        }
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw Problem.of(400, "invalid_order", "order must be asc or desc, was '%s'".formatted(order))
                    .at("/order")
                    .remedy("leave it out to get the newest first")
                    .exception();
        }
        return new Paging(after, wanted, "asc".equals(order));
    }
}
