package dev.winnow.coordinator.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A key as its tenant sees it.
 *
 * @param origin api, or configuration for those that the deployment brings with it
 * @param state valid, expired or revoked
 * @param lastUsedAt to the minute; null if it never was
 * @param requestsPerMinute the most requests of a minute; null for any number
 * @param itemsPerMinute the same of items
 * @param key the key itself, only in the answer that makes it
 */
@Schema(name = "Key", example = """
                {"id": "3d1f0b9e-6b59-4b5f-9a0c-6e9d7f0d5a11", "name": "scraper", "tenant": "default", \
                "scopes": ["extract"], "origin": "api", "state": "valid", "created_at": "2026-01-01T12:00:00Z"}""")
record KeyView(
        UUID id,
        String name,
        String tenant,
        List<String> scopes,
        String origin,
        String state,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer itemsPerMinute,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {
    KeyView {
        scopes = List.copyOf(scopes);
    }

    static KeyView of(ApiKey key, Instant now) {
        String state = key.revokedAt != null ? "revoked" : key.isValidAt(now) ? "valid" : "expired";
        return new KeyView(
                key.id(),
                key.name(),
                key.tenant(),
                key.scopes().stream().map(Scope::stored).sorted().toList(),
                key.origin,
                state,
                key.createdAt,
                key.lastUsedAt,
                key.expiresAt,
                key.revokedAt,
                key.requestsPerMinute,
                key.itemsPerMinute,
                null);
    }

    KeyView showing(String secret) {
        return new KeyView(
                id,
                name,
                tenant,
                scopes,
                origin,
                state,
                createdAt,
                lastUsedAt,
                expiresAt,
                revokedAt,
                requestsPerMinute,
                itemsPerMinute,
                secret);
    }
}
