package dev.winnow.cli.machine;

import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.process.ProcessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Database servers that a killed coordinator left behind. */
final class OrphanedDatabases {
    private static final int DEPTH = 4;

    private OrphanedDatabases() {}

    /** Servers whose data lie in this installation's folder, by the file in which PostgreSQL keeps its process id. */
    static List<ProcessRecord> of(Installation installation) throws IOException {
        try (Stream<Path> files =
                Files.find(installation.root(), DEPTH, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            return files.flatMap(file -> postmaster(file).stream()).toList();
        }
    }

    private static Optional<ProcessRecord> postmaster(Path file) {
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.contains("postgres"))
                            .orElse(false))
                    .map(process -> ProcessRecord.of("database", process, Map.of()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // it stopped in between, and took its file along
        }
    }
}
