package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.extraction.JobOrder;

/** What a run's job is told. */
final class JobOrders {
    private JobOrders() {}

    static JobOrder of(JobOrder.By by, JsonNode schema, boolean constrained, int maxOutputTokens, String name) {
        return new JobOrder(name, by, schema, constrained, maxOutputTokens, 0, 0, null);
    }
}
