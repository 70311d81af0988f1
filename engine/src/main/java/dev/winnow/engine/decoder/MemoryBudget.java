package dev.winnow.engine.decoder;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The memory that a decoder's tensors may take: weights, KV cache and working set together. Java's heap, libtorch
 * itself, the tokenizer and what malloc keeps come on top: {@code docs/reference/memory.md} has the sum.
 *
 * @param bytes how much, in bytes
 */
public record MemoryBudget(long bytes) {
    public MemoryBudget {
        if (bytes < 1) {
            throw new IllegalArgumentException("the memory budget must be positive, was " + bytes);
        }
    }

    /** A budget of whole mebibytes. */
    public static MemoryBudget ofMebibytes(long mebibytes) {
        return new MemoryBudget(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /** Half of this machine's memory, or of the container's limit where there is one. */
    public static MemoryBudget halfOfMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MemoryBudget(system.getTotalMemorySize() / 2);
    }
}
