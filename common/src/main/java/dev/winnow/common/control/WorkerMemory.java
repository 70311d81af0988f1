package dev.winnow.common.control;

import org.jspecify.annotations.Nullable;

/**
 * What a worker's process takes of its machine's memory.
 *
 * @param residentBytes of the process, all of it: tensors, heap, native libraries
 * @param budgetBytes what its tensors may take at most, a training's among them, on the card where it has one; null
 *     where a server holds them
 */
public record WorkerMemory(long residentBytes, @Nullable Long budgetBytes) {
    public WorkerMemory {
        if (residentBytes < 0) {
            throw new IllegalArgumentException("residentBytes must not be negative, was " + residentBytes);
        }
        if (budgetBytes != null && budgetBytes < 1) {
            throw new IllegalArgumentException("budgetBytes must be positive or left out, was " + budgetBytes);
        }
    }
}
