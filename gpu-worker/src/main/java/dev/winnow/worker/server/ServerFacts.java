package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What the server has now.
 *
 * @param model the model to use
 * @param loras llama.cpp's adapters: their numbers by the names of their files, without {@code .gguf}
 */
record ServerFacts(ServedModel model, Map<String, Integer> loras) {
    ServerFacts {
        requireNonNull(model, "model");
        loras = Map.copyOf(loras);
    }

    /** Reads what llama.cpp answers to {@code /lora-adapters}. */
    static Map<String, Integer> loras(JsonNode adapters) {
        Map<String, Integer> numbers = new HashMap<>();
        for (JsonNode adapter : adapters) {
            String path = adapter.path("path").asText();
            String file = path.substring(path.lastIndexOf('/') + 1);
            numbers.put(file.replaceFirst("\\.gguf$", ""), adapter.path("id").asInt());
        }
        return numbers;
    }
}
