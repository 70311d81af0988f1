package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.openai.chat.ChatRequest;
import dev.winnow.coordinator.openai.model.ModelNames.NamedModel;

/**
 * What requests have in common that become one job.
 *
 * @param model what they mean by their model
 * @param schema as JSON text
 */
record RequestGroup(NamedModel model, String schema, double temperature, long seed, int maxTokens) {
    static RequestGroup of(ChatRequest request, NamedModel model) {
        return new RequestGroup(
                model, request.schema().toString(), request.temperature(), request.seed(), request.maxTokens());
    }
}
