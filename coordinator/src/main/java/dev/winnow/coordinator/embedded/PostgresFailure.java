package dev.winnow.coordinator.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what PostgreSQL wrote before it gave up into what its user can do. */
final class PostgresFailure {
    private static final List<Cause> CAUSES = List.of(
            new Cause("No space left on device", "The disk is full: free some space, or move the data folder."),
            new Cause(
                    "Address already in use",
                    "The port is taken: set WINNOW_POSTGRES_PORT to a free one, or to 0 for any free one."),
            new Cause("Permission denied", "The files belong to another user: start the coordinator as their owner."),
            new Cause(
                    "Read-only file system",
                    "Choose a folder on a file system that can be written with --data or WINNOW_DATA."),
            new Cause("could not create shared memory segment", "The system's shared memory is used up or limited."),
            new Cause(
                    "not compatible with this version",
                    "Choose a new folder with --data or WINNOW_DATA, or run pg_upgrade."),
            new Cause("error while loading shared libraries", "Install the library that is named."));

    private PostgresFailure() {}

    private record Cause(String sign, String remedy) {}

    static StartException explain(Path data, Path log, String output) {
        String remedy = CAUSES.stream()
                .filter(cause -> output.contains(cause.sign))
                .map(Cause::remedy)
                .findFirst()
                .orElse("");
        String said = output.lines()
                .filter(line -> line.matches(".*(FATAL|ERROR|PANIC|HINT|DETAIL|error|could not|cannot).*"))
                .map(String::strip)
                .limit(6)
                .collect(Collectors.joining("; "));
        return new StartException("PostgreSQL over " + data + " failed: "
                + (said.isEmpty() ? "it gave no reason" : said) + ". " + (remedy.isEmpty() ? "" : remedy + " ")
                + "Its whole log is " + log + ".");
    }
}
