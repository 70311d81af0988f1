package dev.winnow.coordinator.fleet;

import java.time.Instant;

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
        Instant lastSeen) {}
