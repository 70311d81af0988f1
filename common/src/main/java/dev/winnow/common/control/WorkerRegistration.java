package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.Pool;
import java.util.UUID;

/**
 * A worker says who it is, once for each life, before it takes work.
 *
 * @param name the worker's name, stable over restarts (host name or pod name)
 * @param incarnation this life of the worker; a new one for every start of the process
 * @param pool what it serves
 * @param contextTokens the most tokens a prompt and its output may have together
 * @param slots how many items it decodes at once
 * @param processId the operating system's number for the process, shown to the operator
 * @param tokenizerHash {@code sha256:...} of the model's {@link ModelText}; the coordinator asks for it when it is new
 */
public record WorkerRegistration(
        String name, UUID incarnation, Pool pool, int contextTokens, int slots, long processId, String tokenizerHash) {
    public WorkerRegistration {
        requireNonNull(name, "name");
        requireNonNull(incarnation, "incarnation");
        requireNonNull(pool, "pool");
        requireNonNull(tokenizerHash, "tokenizerHash");
        if (contextTokens < 1) {
            throw new IllegalArgumentException("contextTokens must be at least 1, was " + contextTokens);
        }
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1, was " + slots);
        }
    }
}
