package dev.winnow.coordinator.job;

import java.util.Locale;

/** Where a job is. What moves it is a {@link JobEvent}. */
public enum JobState {
    /** Stored; no worker has begun with it. */
    QUEUED,
    /** A worker has begun with it. */
    RUNNING,
    /** Nothing of it is handed out until it is resumed; what had been begun is finished. */
    PAUSED,
    /** Its deadline has passed: what is open of it is being ended with errors, page by page. */
    EXPIRING,
    /** Every item has a result or an error. */
    DONE,
    /** The user cancelled it; late results are still recorded. */
    CANCELLED,
    /** It is over and given up: it belongs to nobody, and goes piece by piece. */
    DELETING;

    /** The name in the database and the API. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name. */
    public static JobState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
