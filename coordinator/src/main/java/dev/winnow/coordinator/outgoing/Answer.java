package dev.winnow.coordinator.outgoing;

import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface Answer {
    /**
     * The other side answered.
     *
     * @param status the HTTP status; redirects are not followed
     * @param retryAfter the header of that name, null if there was none
     */
    record Answered(int status, @Nullable String retryAfter) implements Answer {}

    /** There was no answer in time, or none that could be read; the other side may have got the call all the same. */
    record Unanswered(String reason) implements Answer {}
}
