package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one run's data and logs: gone with a run that went well, kept with one that did not. */
public final class RunFolder implements AutoCloseable {
    private final Path path;
    private boolean wentWell;

    private RunFolder(Path path) {
        this.path = path;
    }

    /** Makes one among the system's temporary files. */
    public static RunFolder create(String prefix) throws IOException {
        Path path = Files.createTempDirectory(prefix);
        // PostgreSQL runs as another user where this one is root, and must get to its own folder.
        if (!path.toFile().setExecutable(true, false)) {
            throw new IOException(path + " cannot be opened to others");
        }
        return new RunFolder(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Nothing in it is needed any more. */
    public void wentWell() {
        wentWell = true;
    }

    /** Removes it, or says where it is. */
    @Override
    public void close() throws IOException {
        if (!wentWell) {
            System.err.println("Logs and data are kept in " + path);
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
