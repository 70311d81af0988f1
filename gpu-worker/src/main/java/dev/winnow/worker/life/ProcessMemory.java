package dev.winnow.worker.life;

import dev.winnow.common.control.WorkerMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this process has resident, as Linux counts it; nothing where it is not counted so. Thread-safe. */
public final class ProcessMemory implements Supplier<@Nullable WorkerMemory> {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long KIBIBYTE = 1024;

    private final Path status;
    private final @Nullable Long budget;

    ProcessMemory(Path status, OptionalLong budget) {
        this.status = status;
        this.budget = budget.isPresent() ? budget.getAsLong() : null;
    }

    /** Of this process, whose tensors may take so many bytes. */
    public static ProcessMemory withBudget(OptionalLong bytes) {
        return new ProcessMemory(OF_THIS_PROCESS, bytes);
    }

    @Override
    public @Nullable WorkerMemory get() {
        List<String> lines;
        try {
            lines = Files.readAllLines(status);
        } catch (IOException e) {
            return null; // another system: whoever shows it says that it is not known
        }
        return lines.stream()
                .filter(line -> line.startsWith(RESIDENT))
                .map(line -> new WorkerMemory(Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE, budget))
                .findFirst()
                .orElse(null);
    }
}
