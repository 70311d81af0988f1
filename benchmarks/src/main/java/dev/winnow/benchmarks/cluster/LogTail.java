package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The end of a log, for messages about what went wrong. */
public final class LogTail {
    private static final int LINES = 25;

    private LogTail() {}

    /** The file's name and its last lines, indented; says so where there are none. */
    public static String of(Path log) {
        List<String> lines;
        // Not UTF-8 to the letter, for a process may have died in the midst of a character.
        try (Stream<String> read = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines = read.collect(Collectors.toList());
        } catch (IOException e) {
            return "(%s cannot be read: %s)".formatted(log, e);
        }
        if (lines.isEmpty()) {
            return "(%s is empty)".formatted(log);
        }
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                .map(line -> "    " + line)
                .collect(Collectors.joining("\n", "The end of " + log + ":\n", ""));
    }
}
