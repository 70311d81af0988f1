package dev.winnow.worker.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Folders of files as they travel: in a ZIP that does not compress, since numbers do not. */
public final class Folder {
    // What a checkpoint has in it, and nothing that leads out of its folder.
    private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9_-]+/[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*");

    private static final Pattern ADAPTER_ENTRY = Pattern.compile("adapter_(config\\.json|model\\.safetensors)");

    private Folder() {}

    /** Packs files; each is named by its folder and its own name, or by its own alone. */
    static void pack(List<Path> files, boolean withFolder, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            packed.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files) {
                String folder = withFolder ? name(file.toAbsolutePath().resolveSibling("")) + "/" : "";
                packed.putNextEntry(new ZipEntry(folder + name(file)));
                Files.copy(file, packed);
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Unpacks what {@link #pack} has packed with folders. */
    public static void unpack(Path zip, Path into) throws IOException {
        unpack(zip, into, ENTRY);
    }

    /** Unpacks an adapter, packed without a folder. */
    static void unpackAdapter(Path zip, Path into) throws IOException {
        Files.createDirectories(into);
        unpack(zip, into, ADAPTER_ENTRY);
    }

    private static void unpack(Path zip, Path into, Pattern allowed) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream packed = new ZipInputStream(in)) {
            for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
                if (!allowed.matcher(entry.getName()).matches()) {
                    throw new IOException("a checkpoint or an adapter has no file '%s'".formatted(entry.getName()));
                }
                Path file = into.resolve(entry.getName());
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(packed, file);
            }
        } catch (IllegalArgumentException e) {
            // Java's reader says so of a name that is not in the encoding that it says.
            throw new IOException("a checkpoint or an adapter has a file whose name cannot be read", e);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
