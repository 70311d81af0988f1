package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;

/** Messages that could not be recorded, and what an admin may do with them. Thread-safe. */
public final class ParkedMessages {
    private static final String PARKED = "/api/v1/parked-messages";

    private final ServiceClient client;

    /** Asks through that client. */
    public ParkedMessages(ServiceClient client) {
        this.client = client;
    }

    /**
     * A page of them, newest first.
     *
     * @param cursor of the page before, empty for the first
     */
    public JsonNode page(long limit, String cursor) {
        return client.get(
                PARKED + "?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + ServiceClient.escape(cursor)));
    }

    /** One of them, whole. */
    public JsonNode whole(long id) {
        return client.get(PARKED + "/" + id);
    }

    /** Records one of them after all, or refuses it again. */
    public void retry(long id) {
        client.tell(PARKED + "/" + id + "/retry");
    }

    /** Deletes one of them for ever. */
    public void delete(long id) {
        client.delete(PARKED + "/" + id);
    }
}
