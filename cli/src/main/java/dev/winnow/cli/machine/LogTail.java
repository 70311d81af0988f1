package dev.winnow.cli.machine;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a log says last, for a message about a failure: its errors first, which much else may have followed. */
final class LogTail {
    private static final int BYTES = 1 << 20;
    private static final int LOOKED_AT = 500;
    private static final int ERRORS = 8;
    private static final int LINES = 8;
    private static final int LONGEST_LINE = 300;
    private static final Pattern ERROR =
            Pattern.compile(".*\\b(ERROR|FATAL)\\b.*|Caused by: .*|winnow [a-z-]+: .*|\\S*(Exception|Error): .*");

    private LogTail() {}

    static String of(Path log) {
        return of(log, 0);
    }

    /** The same of what was added since the log had that many bytes. */
    static String of(Path log, long from) {
        try {
            List<String> lines = end(log, from).lines().toList();
            List<String> recent = last(LOOKED_AT, lines);
            List<String> errors = last(
                    ERRORS,
                    recent.stream()
                            .filter(line -> ERROR.matcher(line).matches())
                            .toList());
            return (errors.isEmpty() ? "" : "Errors in " + log + ":\n" + indented(errors) + "\n") + "The last lines of "
                    + log + ":\n" + indented(last(LINES, recent));
        } catch (IOException e) {
            return "Its log would be " + log + ", but cannot be read: " + e.getMessage();
        }
    }

    private static String end(Path log, long from) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(Math.max(from, channel.size() - BYTES));
            return new String(Channels.newInputStream(channel).readNBytes(BYTES), StandardCharsets.UTF_8);
        }
    }

    private static List<String> last(int most, List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static String indented(List<String> lines) {
        return lines.stream()
                .map(line -> "  " + (line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line))
                .collect(Collectors.joining("\n"));
    }
}
