package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a run's job is told. */
final class JobOptions {
    private JobOptions() {}

    static ObjectNode of(
            ObjectMapper json,
            JsonNode schema,
            String model,
            String quantization,
            @Nullable String adapter,
            boolean constrained,
            int maxOutputTokens,
            String name) {
        ObjectNode options = json.createObjectNode()
                .put("model", model)
                .put("quantization", quantization)
                .put("constrained", constrained)
                .put("max_output_tokens", maxOutputTokens)
                .put("name", name)
                // A row that cannot be asked for is a row that is wrong, and no reason to score none.
                .put("on_bad_item", "record");
        options.set("schema", schema);
        if (adapter != null) {
            options.put("adapter", adapter);
        }
        return options;
    }
}
