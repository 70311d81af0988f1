package dev.winnow.coordinator.training;

import java.util.Locale;

/** Where a training is. What moves it is a {@link TrainingEvent}. */
public enum TrainingState {
    /** It waits to be handed out. */
    QUEUED,
    /** The broker has been given its message; no worker has it. */
    DISPATCHED,
    /** A worker holds it by a lease; of a training across nodes: its rounds are under way. */
    RUNNING,
    /** A piece's adapter is here; what comes of it is its round's business. */
    BROUGHT,
    /** A part that its round does without. */
    LEFT_OUT,
    /** Its adapter is stored. */
    DONE,
    /** It was given up; its last checkpoint is kept. */
    FAILED,
    /** The user cancelled it; its last checkpoint is kept. */
    CANCELLED;

    /** The name in the database and the API. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
