package dev.winnow.benchmarks.schemas;

import dev.winnow.text.replay.SchemaTests;
import dev.winnow.text.replay.TestedSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas with instances that are known to be valid or invalid, read before anything is measured.
 *
 * @param schemas at least one
 * @param leftOut files that hold none
 */
record SchemaSet(List<TestedSchema> schemas, List<Path> leftOut) {
    /** Copies the lists. */
    SchemaSet {
        schemas = List.copyOf(schemas);
        leftOut = List.copyOf(leftOut);
        if (schemas.isEmpty()) {
            throw new IllegalArgumentException("a set has at least one schema");
        }
    }

    /**
     * Reads all files in a folder and the folders in it.
     *
     * @throws IOException if there is nothing to measure with; the message says what is missing
     */
    static SchemaSet read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder");
        }
        List<TestedSchema> schemas = new ArrayList<>();
        List<Path> leftOut = new ArrayList<>();
        for (Path file : filesIn(folder)) {
            List<TestedSchema> read = schemasIn(file);
            if (read.isEmpty()) {
                leftOut.add(file);
            }
            schemas.addAll(read);
        }
        if (schemas.isEmpty()) {
            throw new IOException(folder + " has no *.json with a schema and its tests: {\"schema\": ..., \"tests\":"
                    + " [{\"valid\": true, \"data\": ...}]}, or a list of those");
        }
        return new SchemaSet(schemas, leftOut);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try {
            return SchemaTests.under(folder);
        } catch (IOException | UncheckedIOException e) {
            throw new IOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<TestedSchema> schemasIn(Path file) {
        try {
            return new SchemaTests().read(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
