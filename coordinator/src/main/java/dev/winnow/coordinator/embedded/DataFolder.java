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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything a coordinator with embedded services keeps: the database, its passwords, the
 * broker's address. One process uses it at a time; the lock goes with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
    private static final int PASSWORD_BYTES = 24;
    private static final String LOCK = "coordinator.lock";

    // The launcher writes its key before it starts a coordinator for the first time; a backup may lack the lock.
    private static final List<String> OURS = List.of(LOCK, "admin.key", "postgres/PG_VERSION");

    private static final String NEW_FILE_SYSTEM = "lost+found";
    private static final int PASS = 0011; // x for group and others

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder, makes it if there is none, and locks it.
     *
     * @throws StartException when it cannot be written, holds other things, or another process uses it
     */
    public static DataFolder open(Path folder) throws StartException {
        Path root = folder.toAbsolutePath().normalize();
        try {
            if (Files.isDirectory(root)) {
                refuseForeign(root);
            } else {
                make(root);
            }
            if (DroppedRights.isRoot()) {
                letPass(root);
            }
            FileChannel lockFile =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new StartException("The data folder " + root + " is in use by another coordinator. Stop that one,"
                        + " or choose another folder with --data or WINNOW_DATA.");
            }
            return new DataFolder(root, lockFile);
        } catch (IOException e) {
            throw new StartException(
                    "The data folder " + root + " cannot be written (" + e
                            + "). Choose one with --data or WINNOW_DATA that " + System.getProperty("user.name")
                            + " may write, on a disk with space.",
                    e);
        }
    }

    // Others keep their things in such a folder: with --data /tmp or a home folder the database would stand among them.
    private static void refuseForeign(Path root) throws IOException, StartException {
        if (OURS.stream().anyMatch(name -> Files.exists(root.resolve(name)))) {
            return;
        }
        try (Stream<Path> found = Files.list(root)) {
            Optional<Path> foreign =
                    found.filter(path -> !path.endsWith(NEW_FILE_SYSTEM)).findFirst();
            if (foreign.isPresent()) {
                throw new StartException("The folder " + root + " holds other things ("
                        + foreign.get().getFileName()
                        + ") and no data of Winnow. Choose an empty or a new folder with --data or WINNOW_DATA.");
            }
        }
    }

    private static void make(Path root) throws IOException {
        Path parent = requireNonNull(root.getParent(), "the root of the file system is always there");
        Files.createDirectories(parent);
        Files.createDirectory(root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    // Root lets others pass through, but not look: a database server that had to drop root reaches its own folder so.
    // Every file that stays here is private by itself. Nothing is taken away: the folder may have been there before.
    private static void letPass(Path root) throws IOException {
        int mode = (Integer) Files.getAttribute(root, "unix:mode");
        if ((mode & PASS) != PASS) {
            Files.setAttribute(root, "unix:mode", mode | PASS);
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
