package dev.winnow.coordinator.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything a coordinator with embedded services keeps: the database, its passwords, the
 * broker's address. One process uses it at a time; the lock goes with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
    private static final int PASSWORD_BYTES = 24;

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder, makes it if there is none, and locks it.
     *
     * @throws StartException when it cannot be written, or another process uses it
     */
    public static DataFolder open(Path folder) throws StartException {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            // Root lets others pass through, but not look: a database server that had to drop root reaches its own
            // folder so. Every file that stays here is private by itself.
            Files.setPosixFilePermissions(
                    root, PosixFilePermissions.fromString(DroppedRights.isRoot() ? "rwx--x--x" : "rwx------"));
            FileChannel lockFile = FileChannel.open(
                    root.resolve("coordinator.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new StartException("The data folder " + root + " is in use by another coordinator. Stop that one,"
                        + " or set WINNOW_DATA_DIR to another folder.");
            }
            return new DataFolder(root, lockFile);
        } catch (IOException e) {
            throw new StartException(
                    "The data folder " + root + " cannot be written (" + e + "). Set WINNOW_DATA_DIR to a folder that "
                            + System.getProperty("user.name") + " may write, on a disk with space.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    public Path root() {
        return root;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** The password of that name, made at random on first use and kept in a file that only its owner reads. */
    String password(String name) throws IOException {
        Path file = root.resolve(name);
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String password = randomPassword();
        writePrivately(file, password + "\n");
        return password;
    }

    /** A password of 192 random bits in hexadecimal, so that it needs no quoting in any file or address. */
    static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Writes a file that only its owner may read, as a whole or not at all, also when the power fails. */
    static void writePrivately(Path file, String content) throws IOException {
        Path unfinished = Files.createTempFile(
                requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder"),
                ".unfinished-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets another process use the folder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
