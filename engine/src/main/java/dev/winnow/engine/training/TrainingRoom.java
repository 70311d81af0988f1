package dev.winnow.engine.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.decoder.MemoryBudget;
import java.nio.file.Path;

/**
 * Where a training may be: it changes how fast it is, and nothing of what it learns.
 *
 * @param memory for all tensors: base, factors, optimizer and work
 * @param statePageBytes of it, the most for the optimizer's state, at least {@link StatePages#PAGE_BYTES}; pages that
 *     do not fit lie in a file and come in for their part of a step
 * @param scratch the folder for that file, which is removed when training ends
 */
public record TrainingRoom(MemoryBudget memory, long statePageBytes, Path scratch) {
    public TrainingRoom {
        requireNonNull(memory, "memory");
        requireNonNull(scratch, "scratch");
        if (statePageBytes < StatePages.PAGE_BYTES) {
            throw new IllegalArgumentException("statePageBytes must be at least %d, one page, was %d"
                    .formatted(StatePages.PAGE_BYTES, statePageBytes));
        }
    }

    /** With the whole state in memory. */
    public static TrainingRoom of(MemoryBudget memory) {
        return new TrainingRoom(memory, Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
