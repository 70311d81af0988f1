package dev.winnow.cli.adapter;

import dev.winnow.cli.console.CommandException;
import dev.winnow.common.adapter.AdapterFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** An adapter's two files on their way, in a ZIP. */
final class AdapterArchive {
    private static final List<String> FILES = List.of(AdapterFiles.CONFIG, AdapterFiles.WEIGHTS);

    private AdapterArchive() {}

    /** Packs a folder into a temporary file, which the caller deletes. */
    static Path pack(Path folder) {
        for (String file : FILES) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw CommandException.usage("%s has no %s: an adapter is a folder as PEFT saves it, in safetensors"
                        .formatted(folder, file));
            }
        }
        try {
            Path packed = Files.createTempFile("winnow-adapter-", ".zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
                zip.setLevel(Deflater.NO_COMPRESSION); // factors do not compress
                for (String file : FILES) {
                    zip.putNextEntry(new ZipEntry(file));
                    Files.copy(folder.resolve(file), zip);
                }
            } catch (IOException e) {
                Files.deleteIfExists(packed);
                throw e;
            }
            return packed;
        } catch (IOException e) {
            throw CommandException.usage("%s cannot be read: %s".formatted(folder, e.getMessage()));
        }
    }

    /**
     * Unpacks into a folder that was empty, and says what hash the files have together.
     *
     * @throws IOException if it came damaged, or the folder cannot be written
     */
    static String unpack(InputStream body, Path folder) throws IOException {
        Map<String, byte[]> digests = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(body)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                // No other name is ever made into a path.
                if (FILES.contains(entry.getName())) {
                    MessageDigest digest = AdapterFiles.sha256();
                    try (OutputStream out =
                            new DigestOutputStream(Files.newOutputStream(folder.resolve(entry.getName())), digest)) {
                        zip.transferTo(out);
                    }
                    digests.put(entry.getName(), digest.digest());
                }
            }
        } catch (ZipException e) {
            throw new EOFException("it came damaged: " + e.getMessage());
        }
        byte[] config = digests.get(AdapterFiles.CONFIG);
        byte[] weights = digests.get(AdapterFiles.WEIGHTS);
        if (config == null || weights == null) {
            throw new EOFException("it did not come whole");
        }
        return AdapterFiles.hash(config, weights);
    }
}
