package dev.winnow.coordinator.events;

/** What goes over an event stream. */
sealed interface StreamSignal {
    /** A job is so far now. */
    record Moved(JobProgress progress) implements StreamSignal {}

    /** Nothing is new, and the connection is alive. */
    record StillHere() implements StreamSignal {}
}
