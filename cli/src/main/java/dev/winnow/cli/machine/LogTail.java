package dev.winnow.cli.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log, for a message about a failure. */
final class LogTail {
    private static final int LINES = 15;

    private LogTail() {}

    static String of(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "The last lines of " + log + ":\n"
                    + lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                            .map(line -> "  " + line)
                            .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "Its log would be " + log + ", but cannot be read: " + e.getMessage();
        }
    }
}
