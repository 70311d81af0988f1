package dev.winnow.benchmarks.peers.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The most memory that a process has had resident, as Linux counts it. */
final class PeakMemory {
    private PeakMemory() {}

    static long ofProcess(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return ofStatus(lines);
        }
    }

    /** Reads it from the lines of {@code /proc/PID/status}. */
    static long ofStatus(Stream<String> lines) throws IOException {
        return lines.filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IOException("the process's status does not tell VmHWM"));
    }
}
