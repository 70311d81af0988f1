package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told, as it goes over the wire.
 *
 * @param type a {@link WebhookEvent}'s name
 * @param timestamp when it happened; each attempt has a time of its own, in its headers
 */
record WebhookMessage(String type, Instant timestamp, Data data) {

    String json(ObjectMapper mapper) {
        try {
            return mapper.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message can always be written", e);
        }
    }

    /** What it is about. */
    sealed interface Data {}

    /**
     * A job that has ended.
     *
     * @param name what the submission called it, or null
     * @param epoch 1, and one more for each retry
     * @param results where its results are, from the coordinator's root
     */
    record JobData(
            UUID id,
            @Nullable String name,
            String state,
            int epoch,
            int items,
            int succeeded,
            int failed,
            Instant createdAt,
            Instant finishedAt,
            String results)
            implements Data {}

    /**
     * A training that has ended.
     *
     * @param name what its adapter is called, without a version
     * @param adapter the version that came out, or null
     * @param code why it has failed, or null
     * @param training where it is, from the coordinator's root
     */
    record TrainingData(
            UUID id,
            String name,
            String base,
            String dataset,
            String state,
            @Nullable String adapter,
            @Nullable String code,
            @Nullable String message,
            Instant createdAt,
            Instant finishedAt,
            String training)
            implements Data {}

    /**
     * A run of a schedule that is over.
     *
     * @param state trained, promoted, waiting, kept, skipped or failed
     * @param candidate the adapter that was judged, or null
     * @param champion that it was held against; null for the model alone, and where nothing was judged
     * @param code why nothing came of it, or null
     * @param history where the schedule's runs are, from the coordinator's root
     */
    record RunData(
            String schedule,
            Instant plannedAt,
            String state,
            @Nullable String dataset,
            @Nullable Integer newRows,
            @Nullable UUID training,
            @Nullable String candidate,
            @Nullable String champion,
            @Nullable String code,
            @Nullable String detail,
            Instant finishedAt,
            String history)
            implements Data {}

    /** Nothing has happened. */
    record TestData(UUID webhook) implements Data {}
}
