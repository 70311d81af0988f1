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

    /** Nothing has happened. */
    record TestData(UUID webhook) implements Data {}
}
