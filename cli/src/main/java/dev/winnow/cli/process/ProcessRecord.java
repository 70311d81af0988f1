package dev.winnow.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that was started. Its start time tells it from another one that got its number later, so that nobody else's
 * process is ever ended.
 *
 * @param startedAt when the operating system says that it started
 * @param facts what its plan says of it
 */
public record ProcessRecord(String name, long pid, Instant startedAt, Map<String, String> facts) {
    /** Systems tell start times in ticks since boot, and the boot time moves a little with the clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    public ProcessRecord {
        facts = Map.copyOf(facts);
    }

    /** Describes a process that is alive. */
    public static ProcessRecord of(String name, ProcessHandle process, Map<String, String> facts) {
        return new ProcessRecord(
                name, process.pid(), process.info().startInstant().orElse(Instant.EPOCH), facts);
    }

    /** The process, if this very one is still alive. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(this::isSame).filter(process -> process.isAlive() && !isZombie());
    }

    private boolean isSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(startedAt, start).abs().compareTo(TOLERANCE) <= 0)
                .orElse(startedAt.equals(Instant.EPOCH));
    }

    private long threads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.count();
        }
    }

    /** Ended, but its parent has not asked for its exit code: in containers without an init process that lasts. */
    private boolean isZombie() {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) {
            return false;
        }
        try {
            String line = Files.readString(stat);
            // While other threads of it still end, its files, locks and ports are not given back yet.
            return line.startsWith(" Z", line.lastIndexOf(')') + 1) && threads() < 2;
        } catch (IOException e) {
            return true; // it ended between the two calls
        }
    }
}
