package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.benchmarks.fuzz.Subject.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Where samples come from. */
final class SampleFiles {
    private SampleFiles() {}

    /** Files of the checkout below a folder. */
    static Samples in(String folder, String names) {
        return checkout -> {
            try (Stream<Path> found = Files.walk(checkout.resolve(folder))) {
                List<byte[]> samples = new ArrayList<>();
                for (Path file : found.filter(Files::isRegularFile)
                        .filter(file -> file.toString().matches(names))
                        .sorted()
                        .toList()) {
                    samples.add(Files.readAllBytes(file));
                }
                return samples;
            }
        };
    }

    /** The lines of a file, each a sample. */
    static Samples linesOf(String file) {
        return checkout -> Files.readAllLines(checkout.resolve(file)).stream()
                .map(line -> line.getBytes(UTF_8))
                .toList();
    }

    /** Texts as they stand here. */
    static Samples texts(String... texts) {
        return checkout -> Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
    }

    /** A ZIP; names and contents take turns, contents are text or bytes. */
    static byte[] zip(Object... files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < files.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) files[i]));
                zip.write(files[i + 1] instanceof String text ? text.getBytes(UTF_8) : (byte[]) files[i + 1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Removes a folder and all that is in it. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
