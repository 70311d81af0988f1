package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How Winnow's engine is to start.
 *
 * @param model a folder with a model
 * @param adapter a PEFT folder with what it has learned; null if the model has learned it itself
 * @param mode the numeric mode's wire name
 * @param slots items that are decoded at once
 * @param lanes in which they are decoded
 * @param schema what outputs must satisfy
 */
record EngineStart(
        @JsonProperty("model") Path model,
        @JsonProperty("adapter") @Nullable Path adapter,
        @JsonProperty("mode") String mode,
        @JsonProperty("slots") int slots,
        @JsonProperty("lanes") int lanes,
        @JsonProperty("schema") JsonNode schema) {}
