package dev.winnow.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A temporary folder for a demo's files; it goes with all of them when it is closed. */
record SampleFolder(Path path) implements AutoCloseable {
    static SampleFolder make() throws IOException {
        return new SampleFolder(Files.createTempDirectory("winnow-demo-"));
    }

    /** A file to be. */
    Path file(String name) {
        return path.resolve(name);
    }

    /** A file with these lines. */
    Path written(String name, List<String> lines) throws IOException {
        return Files.write(file(name), lines);
    }

    /** A file that ships with the program. */
    Path copied(String name) throws IOException {
        try (InputStream resource = SampleFolder.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the sample " + name + " is not in the program");
            }
            Files.copy(resource, file(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return file(name);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}
