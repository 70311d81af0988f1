package dev.winnow.cli.document;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command line names.
 *
 * @param files in the order in which they are named
 * @param column of tables that has the texts, or null for a usual one
 */
public record Sources(List<DocumentFile> files, @Nullable String column) {
    private static final Path STANDARD_INPUT = Path.of("-");

    /** Copies the list. */
    public Sources {
        files = List.copyOf(files);
    }

    /** One file. */
    public static Sources of(Path file) {
        return new Sources(DocumentFile.under(file), null);
    }

    /**
     * Files, folders, and {@code -} for the standard input, which is kept in a file until the command ends: it is read
     * more than once.
     *
     * @throws CommandException if something cannot be read, or a column is named and no table
     */
    public static Sources of(List<Path> named, @Nullable String column, InputStream standardInput) {
        List<DocumentFile> files = new ArrayList<>();
        for (Path path : named) {
            if (!path.equals(STANDARD_INPUT)) {
                files.addAll(DocumentFile.under(path));
            } else if (named.indexOf(path) != named.lastIndexOf(path)) {
                throw CommandException.usage("- is given twice: there is one standard input");
            } else {
                files.add(kept(standardInput));
            }
        }
        if (column != null && files.stream().noneMatch(file -> file.kind() == DocumentFile.Kind.TABLE)) {
            throw CommandException.usage("--column is for tables, and no file ends in .csv: leave it out");
        }
        return new Sources(files, column);
    }

    /**
     * These without the file that results go to, where it lies in a folder that is read: what an earlier command wrote
     * there is no document.
     *
     * @throws CommandException if it was named as a document itself, or is all that there is
     */
    public Sources besides(Path results, List<Path> named) {
        if (named.stream().anyMatch(path -> same(path, results))) {
            throw CommandException.usage(
                    "--out " + results + " is one of the documents: name another file for the results");
        }
        List<DocumentFile> others =
                files.stream().filter(file -> !same(file.path(), results)).toList();
        if (others.isEmpty()) {
            throw CommandException.usage("there is no document but " + results + ", where the results go");
        }
        return new Sources(others, column);
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw CommandException.usage(one + " cannot be read: " + e.getMessage());
        }
    }

    private static DocumentFile kept(InputStream standardInput) {
        try {
            return KeptInput.keep(standardInput);
        } catch (IOException e) {
            throw CommandException.failed("The standard input cannot be kept in a temporary file: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return files.stream().map(DocumentFile::shown).collect(Collectors.joining(", "));
    }
}
