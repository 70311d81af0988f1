package dev.winnow.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this machine has left, where the system tells. */
final class Memory {
    private static final long COORDINATOR = 600;
    private static final long WORKER = 1_000;

    private Memory() {}

    /** What programs can get without swapping, within the limit of the container; empty where Linux does not tell. */
    static OptionalLong availableMebibytes() {
        try {
            OptionalLong machine = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
            OptionalLong container = container();
            return machine.isPresent() && container.isPresent()
                    ? OptionalLong.of(Math.min(machine.getAsLong(), container.getAsLong()))
                    : machine;
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong container() throws IOException {
        Path limit = Path.of("/sys/fs/cgroup/memory.max");
        Path used = Path.of("/sys/fs/cgroup/memory.current");
        if (!Files.exists(limit) || !Files.exists(used)) {
            return OptionalLong.empty();
        }
        String most = Files.readString(limit).strip();
        if (most.equals("max")) {
            return OptionalLong.empty();
        }
        long cached = Files.readAllLines(Path.of("/sys/fs/cgroup/memory.stat")).stream()
                .filter(line -> line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        long free = Long.parseLong(most) - Long.parseLong(Files.readString(used).strip()) + cached;
        return OptionalLong.of(free >> 20);
    }

    static long wantedMebibytes(int workers) {
        return COORDINATOR + WORKER * workers;
    }
}
