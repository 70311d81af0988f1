package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * How Winnow's engine is to start.
 *
 * @param base a folder with the base model
 * @param adapter a PEFT folder with what it has learned
 * @param merged a folder with both as one
 * @param mode the numeric mode's wire name
 * @param slots items that are decoded at once
 * @param schema what outputs must satisfy
 */
record EngineStart(
        @JsonProperty("base") Path base,
        @JsonProperty("adapter") Path adapter,
        @JsonProperty("merged") Path merged,
        @JsonProperty("mode") String mode,
        @JsonProperty("slots") int slots,
        @JsonProperty("schema") JsonNode schema) {}
