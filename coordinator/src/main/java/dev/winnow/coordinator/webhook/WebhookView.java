package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as its tenant sees it.
 *
 * @param state enabled or disabled
 * @param failingSince when attempts began to fail; null while they get through
 * @param formerSecretUntil how long the secret that was replaced still signs, null if none does
 * @param secret only in the answer that makes it
 */
@Schema(name = "Webhook", example = """
                {"id": "3d1f0b9e-6b59-4b5f-9a0c-6e9d7f0d5a11", "url": "https://example.org/winnow", \
                "events": ["job.finished", "job.cancelled"], "state": "enabled", \
                "created_at": "2026-01-01T12:00:00Z"}""")
record WebhookView(
        UUID id,
        String url,
        List<String> events,
        String state,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        @Nullable Instant failingSince,
        @Nullable Instant formerSecretUntil,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {
    WebhookView {
        events = List.copyOf(events);
    }

    @JsonIgnore
    boolean isDisabled() {
        return disabledAt != null;
    }

    WebhookView withSecret(WebhookSecret fresh) {
        return new WebhookView(
                id,
                url,
                events,
                state,
                disabledReason,
                disabledAt,
                failingSince,
                formerSecretUntil,
                createdAt,
                fresh.reveal());
    }
}
