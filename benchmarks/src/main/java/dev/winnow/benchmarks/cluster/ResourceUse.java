package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What processes have used so far, as Linux counts it; nothing elsewhere. */
public final class ResourceUse {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11; // fields after the command's name, which may have blanks
    private static final int OWN_TIMES = 2;
    private static final int ALL_TIMES = 4; // with those of children that have ended

    private ResourceUse() {}

    /** CPU seconds of a process and of all that it started, those that have ended included. */
    public static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                .map(first -> LongStream.concat(
                                LongStream.of(pid), first.descendants().mapToLong(ProcessHandle::pid))
                        .mapToDouble(each -> seconds(each, ALL_TIMES))
                        .sum())
                .orElse(0.0);
    }

    /** CPU seconds of this very process, without what it started. */
    public static double ownCpuSeconds() {
        return seconds(ProcessHandle.current().pid(), OWN_TIMES);
    }

    private static double seconds(long pid, int times) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int i = USER_TIME; i < USER_TIME + times; i++) {
                ticks += Double.parseDouble(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0; // ended, or not Linux
        }
    }

    /** The most memory that a process had at once, in MiB; -1 where that is not told. */
    public static long peakMebibytes(long pid) throws IOException {
        return mebibytes(pid, "VmHWM:");
    }

    /** The memory that a process has now, in MiB; -1 where that is not told. */
    public static long residentMebibytes(long pid) throws IOException {
        return mebibytes(pid, "VmRSS:");
    }

    private static long mebibytes(long pid, String field) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        }
    }
}
