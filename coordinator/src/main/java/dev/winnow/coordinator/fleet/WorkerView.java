package dev.winnow.coordinator.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the API shows it.
 *
 * @param name stable over restarts
 * @param pid the operating system's number for the process
 * @param model what it serves
 * @param quantization in which numeric mode
 * @param state {@code live}, {@code draining}, or {@code silent} when nothing was heard for a lease
 * @param slots how many items it decodes at once
 * @param contextTokens the most tokens that a prompt and its output may have together
 * @param tokensPerSecond output tokens a second, as of the last heartbeat
 * @param shards that it has begun and that have not ended
 * @param residentBytes of its process, as of the last heartbeat; left out where it does not say
 * @param budgetBytes what its tensors may take at most, on the card where it has one; left out where it does not say
 * @param lastSeen when it was last heard
 */
public record WorkerView(
        String name,
        long pid,
        String model,
        String quantization,
        String state,
        int slots,
        int contextTokens,
        double tokensPerSecond,
        int shards,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long residentBytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long budgetBytes,
        Instant lastSeen) {}
