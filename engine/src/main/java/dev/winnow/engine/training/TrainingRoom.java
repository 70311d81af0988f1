package dev.winnow.engine.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import java.nio.file.Path;

/**
 * Where a training may be: it changes how fast it is, and nothing of what it learns but the last bits, which another
 * kind of device rounds otherwise.
 *
 * @param memory for all tensors: base, factors, optimizer and work; the device's own
 * @param statePageBytes of it, the most for the optimizer's state, at least {@link StatePages#PAGE_BYTES}; pages that
 *     do not fit lie in a file and come in for their part of a step
 * @param scratch the folder for that file, which is removed when training ends
 * @param device where all is computed
 */
public record TrainingRoom(MemoryBudget memory, long statePageBytes, Path scratch, Device device) {
    public TrainingRoom {
        requireNonNull(memory, "memory");
        requireNonNull(scratch, "scratch");
        requireNonNull(device, "device");
        if (statePageBytes < StatePages.PAGE_BYTES) {
            throw new IllegalArgumentException("statePageBytes must be at least %d, one page, was %d"
                    .formatted(StatePages.PAGE_BYTES, statePageBytes));
        }
    }

    /** On the CPU. */
    public TrainingRoom(MemoryBudget memory, long statePageBytes, Path scratch) {
        this(memory, statePageBytes, scratch, Device.CPU);
    }

    /** On the CPU, with the whole state in memory. */
    public static TrainingRoom of(MemoryBudget memory) {
        return new TrainingRoom(memory, Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
