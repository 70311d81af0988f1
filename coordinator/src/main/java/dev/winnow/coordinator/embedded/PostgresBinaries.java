package dev.winnow.coordinator.embedded;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path: {@code initdb}, {@code pg_ctl} and {@code postgres}, no others.
 */
record PostgresBinaries(Path folder) {
    /** The major version of the programs; a data folder can be used by this one only. A test holds it. */
    static final String MAJOR_VERSION = "18";

    private static final String READ_AND_EXECUTE = "rwxr-xr-x";

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** Unpacks into a folder named by the archive's hash under {@code parent}, unless it is there already. */
    static PostgresBinaries unpack(Path parent) throws IOException {
        byte[] archive;
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
            archive = in.readAllBytes();
        }
        Path folder = parent.resolve("postgres-" + MAJOR_VERSION + "-" + hash(archive));
        if (!Files.isDirectory(folder)) {
            // Only a whole folder gets the final name, so that a start that was killed half-way leaves nothing to
            // trust.
            Path unfinished = Files.createTempDirectory(parent, ".unpacking-");
            try {
                extract(archive, unfinished);
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(READ_AND_EXECUTE));
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(unfinished);
            }
        }
        return new PostgresBinaries(folder);
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(
                            "the archive of PostgreSQL names a path outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Path parent = requireNonNull(path.getParent(), "a path under target has a parent");
                    Files.createDirectories(parent);
                    Files.copy(tar, path);
                    boolean program = parent.endsWith("bin");
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? READ_AND_EXECUTE : "rw-r--r--"));
                }
            }
        }
        openToReaders(target);
    }

    /** A server that dropped root must be able to read what root unpacked, whatever root's umask. */
    private static void openToReaders(Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(target)) {
            for (Path folder : paths.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(READ_AND_EXECUTE));
            }
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static String hash(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
