package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A job as the service tells of it.
 *
 * @param finished how many items have ended; those that are tried again count as failed, but have not
 * @param rate items a second of late, 0 if not known
 * @param etaSeconds the time that is left at this rate, negative if not known
 */
public record Job(
        String id,
        String state,
        long items,
        long finished,
        long succeeded,
        long failed,
        double rate,
        double etaSeconds) {
    /** Reads what the service tells. */
    public static Job read(JsonNode node) {
        long items = node.path("items").asLong();
        long succeeded = node.path("succeeded").asLong();
        long failed = node.path("failed").asLong();
        return new Job(
                node.path("id").asText(),
                node.path("state").asText(),
                items,
                node.has("open") ? items - node.path("open").asLong() : succeeded + failed,
                succeeded,
                failed,
                node.path("items_per_second").asDouble(0),
                node.path("eta_seconds").asDouble(-1));
    }

    /** Whether it is held up until somebody resumes it. */
    public boolean isPaused() {
        return state.equals("paused");
    }

    /** Whether nothing more will happen to it. */
    public boolean isOver() {
        return state.equals("done") || state.equals("cancelled");
    }
}
