package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A job as the service tells of it.
 *
 * @param rate items a second of late, 0 if not known
 * @param etaSeconds the time that is left at this rate, negative if not known
 */
public record Job(String id, String state, long items, long succeeded, long failed, double rate, double etaSeconds) {
    static Job read(JsonNode node) {
        return new Job(
                node.path("id").asText(),
                node.path("state").asText(),
                node.path("items").asLong(),
                node.path("succeeded").asLong(),
                node.path("failed").asLong(),
                node.path("items_per_second").asDouble(0),
                node.path("eta_seconds").asDouble(-1));
    }

    /** How many items have a result or an error. */
    public long finished() {
        return succeeded + failed;
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
