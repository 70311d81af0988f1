package dev.winnow.text.replay;

import static java.util.Objects.requireNonNull;

/**
 * An instance and what became of it.
 *
 * @param note where it was stopped, with the refused token in angle brackets, or why; empty where all was right
 */
public record ReplayedInstance(TestedInstance instance, Outcome outcome, String note) {
    /** Checks that all is there. */
    public ReplayedInstance {
        requireNonNull(instance, "instance");
        requireNonNull(outcome, "outcome");
        requireNonNull(note, "note");
    }
}
