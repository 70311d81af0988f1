package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The service's API keys, and its audit. Thread-safe. */
public final class Keys {
    private static final String KEYS = "/api/v1/keys";

    private final ServiceClient client;

    /** Those that a client reaches. */
    public Keys(ServiceClient client) {
        this.client = client;
    }

    /** Makes one; the answer shows it. */
    public JsonNode create(JsonNode wish) {
        return client.post(KEYS, wish);
    }

    /**
     * Those of a tenant.
     *
     * @param tenant null for the caller's
     */
    public JsonNode all(@Nullable String tenant) {
        return client.get(tenant == null ? KEYS : KEYS + "?tenant=" + ServiceClient.escape(tenant));
    }

    /** Makes another in the place of one, which goes on for so many seconds. */
    public JsonNode rotate(String id, long overlap) {
        return client.post(ServiceClient.path(KEYS, id, "rotate") + "?overlap_seconds=" + overlap);
    }

    /** Ends one. */
    public void revoke(String id) {
        client.delete(ServiceClient.path(KEYS, id));
    }

    /** The last requests that may have changed something. */
    public JsonNode audit(int limit) {
        return client.get("/api/v1/audit?limit=" + limit);
    }
}
