package dev.winnow.cli.installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner may read. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a folder for its owner alone; one that is there already keeps its permissions. */
    public static void folder(Path folder) throws IOException {
        make(folder, "rwx------");
    }

    /**
     * The same, but root's lets others pass through without looking: the database, which must not run as root, reaches
     * its own folder so.
     */
    public static void dataFolder(Path folder) throws IOException {
        make(folder, ThisUser.isRoot() ? "rwx--x--x" : "rwx------");
    }

    private static void make(Path folder, String permissions) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        try {
            Files.createDirectory(folder, only(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return; // another command was quicker
            }
            throw e;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    folder, PosixFilePermissions.fromString(permissions)); // whatever the umask is
        }
    }

    /** Writes a file whole or not at all; no moment passes in which others could read it. */
    public static void write(Path file, String content) throws IOException {
        Files.move(
                unfinished(file, content), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The same unless there is such a file: of several commands that write at once, the first one's content stays. */
    public static void writeNew(Path file, String content) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = unfinished(file, content);
        try {
            Files.createLink(file, unfinished); // unlike a move, this never takes the place of another
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.delete(unfinished);
        }
    }

    private static Path unfinished(Path file, String content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".part", only(file, "rw-------"));
        return Files.writeString(unfinished, content, StandardCharsets.UTF_8);
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
