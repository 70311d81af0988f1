package dev.winnow.cli.document;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file with documents.
 *
 * @param shown how messages and ids of whole files call it
 */
public record DocumentFile(Path path, Kind kind, String shown) {
    /** What a file holds, by its name. */
    public enum Kind {
        /** A document a line, as JSON. */
        LINES,
        /** A document a row. */
        TABLE,
        /** One page. */
        PAGE,
        /** One text. */
        TEXT;

        static Kind of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
                return LINES;
            }
            if (name.endsWith(".csv")) {
                return TABLE;
            }
            return name.matches(".*\\.x?html?") ? PAGE : TEXT;
        }

        /** Whether the file is one document as a whole. */
        boolean isWhole() {
            return this == PAGE || this == TEXT;
        }
    }

    static DocumentFile of(Path path) {
        return new DocumentFile(path, Kind.of(path), path.toString());
    }

    /**
     * The file, or those of the folder and what is in it that have a name of documents, in the order of their names.
     *
     * @throws CommandException if there is nothing to read
     */
    static List<DocumentFile> under(Path path) {
        if (!Files.isDirectory(path)) {
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw CommandException.usage(path + " cannot be read: there is no such file, or you may not read it");
            }
            return List.of(of(path));
        }
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            List<DocumentFile> found = all.filter(Files::isRegularFile)
                    .filter(file -> isDocument(path.relativize(file)))
                    .sorted()
                    .map(DocumentFile::of)
                    .toList();
            if (found.isEmpty()) {
                throw CommandException.usage(path
                        + " is a folder without documents: they end in .txt, .text, .md, .html, .htm, .xhtml, .jsonl,"
                        + " .ndjson or .csv");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.usage(path + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isDocument(Path inFolder) {
        for (Path part : inFolder) {
            if (part.toString().startsWith(".")) {
                return false; // a version control's, an editor's
            }
        }
        String name = inFolder.toString().toLowerCase(Locale.ROOT);
        return Kind.of(inFolder) != Kind.TEXT || name.matches(".*\\.(txt|text|md)");
    }
}
