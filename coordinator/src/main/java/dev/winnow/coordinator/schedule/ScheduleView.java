package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as the API shows it.
 *
 * @param state active, paused, or over when its cron has no more fires
 * @param gate by which what comes out is judged
 * @param nextRuns the next five, with the offset that its zone has then
 * @param lastRun the newest of its history
 * @param waiting candidates that a person is to decide about, the latest last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduleView(
        UUID id,
        String name,
        String state,
        String cron,
        String zone,
        @Nullable String dataset,
        @JsonProperty("import") @Nullable JsonNode imported,
        int leastNewRows,
        JsonNode training,
        @Nullable JsonNode gate,
        String missed,
        List<String> nextRuns,
        @Nullable RunView lastRun,
        List<String> waiting,
        Instant createdAt) {
    ScheduleView {
        nextRuns = List.copyOf(nextRuns);
        waiting = List.copyOf(waiting);
    }
}
