package dev.winnow.cli.training;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A dataset's files on their way, in a ZIP: the schema, what is held out, and what is trained on, in this order. */
final class DatasetArchive {
    private DatasetArchive() {}

    /** Packs files into a temporary one, which the caller deletes. */
    static Path pack(Path rows, @Nullable Path heldOut, @Nullable Path schema) {
        try {
            Path packed = Files.createTempFile("winnow-dataset-", ".zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
                if (schema != null) {
                    add(zip, "schema.json", schema);
                }
                if (heldOut != null) {
                    add(zip, "eval" + kind(heldOut), heldOut);
                }
                add(zip, "train" + kind(rows), rows);
            } catch (IOException | CommandException e) {
                Files.deleteIfExists(packed);
                throw e;
            }
            return packed;
        } catch (IOException e) {
            throw CommandException.failed("the rows cannot be packed: " + e.getMessage());
        }
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw CommandException.usage(file + " is no file that can be read");
        }
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
    }

    private static String kind(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return ".csv";
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return ".jsonl";
        }
        throw CommandException.usage(file + " must be called .jsonl, .ndjson or .csv, by what is in it");
    }

    /** What a dataset is called that was given no name: as its file, without what no name may have. */
    static String nameOf(Path rows) {
        String name =
                String.valueOf(rows.getFileName()).replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        String usable = name.replaceFirst("^[^A-Za-z0-9]+", "");
        return usable.isEmpty() ? "dataset" : usable.substring(0, Math.min(64, usable.length()));
    }
}
