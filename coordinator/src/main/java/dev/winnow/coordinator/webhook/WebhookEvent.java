package dev.winnow.coordinator.webhook;

import java.util.Arrays;
import java.util.Optional;

/** What a webhook can tell of. */
enum WebhookEvent {
    /** A job is done: every item has a result or an error. Again after each retry of its failed items. */
    JOB_FINISHED("job.finished"),
    /** A job is done, and some of its items have failed. Besides {@link #JOB_FINISHED}. */
    JOB_ITEMS_FAILED("job.items_failed"),
    /** A job was cancelled. */
    JOB_CANCELLED("job.cancelled"),
    /** A training is done: its adapter is stored. */
    TRAINING_FINISHED("training.finished"),
    /** A training was given up. */
    TRAINING_FAILED("training.failed"),
    /** A training was cancelled. */
    TRAINING_CANCELLED("training.cancelled"),
    /** A run of a schedule is over: trained, promoted, waiting for a person, kept, skipped or failed. */
    SCHEDULE_RUN_ENDED("schedule.run_ended"),
    /** Somebody wants to see whether it arrives. Sent on demand, once, to whatever webhook. */
    TEST("webhook.test");

    private final String wireName;

    WebhookEvent(String wireName) {
        this.wireName = wireName;
    }

    /** The {@code type} of the message, and the name in the API and the database. */
    String wireName() {
        return wireName;
    }

    /** Whether it has to be asked for when a webhook is registered. */
    boolean canBeChosen() {
        return this != TEST;
    }

    static Optional<WebhookEvent> of(String wireName) {
        return Arrays.stream(values())
                .filter(event -> event.wireName.equals(wireName))
                .findFirst();
    }
}
