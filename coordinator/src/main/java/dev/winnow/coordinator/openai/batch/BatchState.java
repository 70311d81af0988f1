package dev.winnow.coordinator.openai.batch;

import java.util.Arrays;
import java.util.Locale;

/** Where a batch is. What moves it is a {@link BatchEvent}. */
enum BatchState {
    /** Stored; its file is to be read. */
    VALIDATING,
    /** Its file was read; jobs are being made of it. Clients see that it is validating. */
    SUBMITTING,
    /** All its jobs are submitted. */
    IN_PROGRESS,
    /** All its jobs have ended; its output is to be written. */
    FINALIZING,
    /** Its output is written. */
    COMPLETED,
    /** Its file cannot be used. */
    FAILED,
    /** Its output is written, and the window passed before all of it was done. */
    EXPIRED,
    /** The user gives it up; its jobs are to be cancelled, and what they have is to be written. */
    CANCELLING,
    /** It was given up; what was done is written. */
    CANCELLED;

    /** The name in the database. */
    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name that clients see. */
    String status() {
        return this == SUBMITTING ? VALIDATING.stored() : stored();
    }

    /** Whether nothing moves it any more. */
    boolean over() {
        return Arrays.stream(BatchEvent.values())
                .noneMatch(event -> event.from().contains(this));
    }

    static BatchState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
