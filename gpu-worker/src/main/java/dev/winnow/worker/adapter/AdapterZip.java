package dev.winnow.worker.adapter;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.worker.control.CoordinatorAwayException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Takes an adapter's two files out of the ZIP in which it travels. */
public final class AdapterZip {
    private AdapterZip() {}

    /**
     * Writes them into a folder, and says what hash they have together.
     *
     * @throws CoordinatorAwayException if it came damaged: the next time it may come whole
     */
    public static String unpack(Path zip, Path folder) throws IOException, CoordinatorAwayException {
        Map<String, byte[]> digests = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                // No other name is ever made into a path.
                if (name.equals(AdapterFiles.CONFIG) || name.equals(AdapterFiles.WEIGHTS)) {
                    MessageDigest digest = AdapterFiles.sha256();
                    try (OutputStream out =
                            new DigestOutputStream(Files.newOutputStream(folder.resolve(name)), digest)) {
                        in.transferTo(out);
                    }
                    digests.put(name, digest.digest());
                }
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // Java's reader says the last of a name that is not in the encoding that it says.
            throw new CoordinatorAwayException("an adapter came damaged: " + e.getMessage(), e);
        }
        byte[] config = digests.get(AdapterFiles.CONFIG);
        byte[] weights = digests.get(AdapterFiles.WEIGHTS);
        if (config == null || weights == null) {
            throw new CoordinatorAwayException("an adapter came without its files", null);
        }
        return AdapterFiles.hash(config, weights);
    }
}
