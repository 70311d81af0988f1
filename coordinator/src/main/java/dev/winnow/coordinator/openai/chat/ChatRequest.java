package dev.winnow.coordinator.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A request for a chat completion, as far as Winnow can do it.
 *
 * @param model as the request names it
 * @param instruction the system message, or null
 * @param input the user's message
 * @param schema what the answer must satisfy
 * @param seed 0 where the likeliest token is always taken
 */
public record ChatRequest(
        String model,
        @Nullable String instruction,
        String input,
        JsonNode schema,
        double temperature,
        long seed,
        int maxTokens) {}
