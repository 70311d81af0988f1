package dev.winnow.coordinator.webhook;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message and how its delivery goes.
 *
 * @param id the header webhook-id
 * @param event the message's type
 * @param state waiting, delivered or failed
 * @param attempts how often it was tried
 * @param status the last answer's HTTP status, null if there was no answer
 * @param error what was wrong with the last attempt, null if nothing was
 * @param nextAttemptAt when it is tried next at the earliest; null once it has ended
 */
@Schema(name = "WebhookDelivery", example = """
                {"id": "msg_0f1f2a1e-5c0b-4a53-9d0e-0e0f6d1f7f10", "event": "job.finished", "state": "waiting", \
                "attempts": 2, "status": 503, "error": "the receiver answered 503", \
                "created_at": "2026-01-01T12:00:00Z", "last_attempt_at": "2026-01-01T12:00:06Z", \
                "next_attempt_at": "2026-01-01T12:05:31Z", "ended_at": null}""")
record DeliveryView(
        String id,
        String event,
        String state,
        int attempts,
        @Nullable Integer status,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant lastAttemptAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant endedAt) {}
