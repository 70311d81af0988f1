package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * Processor seconds that a process and its children have used so far, as Linux counts them. On a machine that others
 * use too they tell what the wall clock does not.
 */
public final class CpuTime {
    // USER_HZ: a constant of the kernel's interface, whatever its own clock ticks at.
    private static final double TICKS_PER_SECOND = 100;

    // Fields of /proc/PID/stat after the name in parentheses, which may hold anything: utime, stime, cutime, cstime.
    private static final int FIRST_FIELD = 11;
    private static final int OWN_FIELDS = 2;
    private static final int ALL_FIELDS = 4;

    private CpuTime() {}

    /** Seconds of a process, its descendants, and those children of theirs that have ended; 0 where nobody tells. */
    public static double secondsOfTree(long pid) {
        LongStream tree = ProcessHandle.of(pid).stream()
                .flatMapToLong(root ->
                        LongStream.concat(LongStream.of(pid), root.descendants().mapToLong(ProcessHandle::pid)));
        return tree.mapToDouble(each -> seconds(each, ALL_FIELDS)).sum();
    }

    /** Seconds of a process alone; 0 where nobody tells. */
    public static double secondsOf(long pid) {
        return seconds(pid, OWN_FIELDS);
    }

    private static double seconds(long pid, int count) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
            String fields = new String(line, StandardCharsets.UTF_8);
            String[] words = fields.substring(fields.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_FIELD; i < FIRST_FIELD + count; i++) {
                ticks += Long.parseLong(words[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0; // it has just ended, or this is not Linux
        }
    }
}
