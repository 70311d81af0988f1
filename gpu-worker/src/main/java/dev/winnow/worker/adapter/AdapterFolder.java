package dev.winnow.worker.adapter;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.worker.control.AdapterGoneException;
import dev.winnow.worker.control.CoordinatorAwayException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Adapters on disk, each in a folder named by its hash. The one that was used longest ago goes when there is no room;
 * one that is larger than all the room stays alone. Several workers may share the folder: what is complete appears at
 * once, and what is taken away is fetched again. Thread-safe.
 */
public final class AdapterFolder {
    private static final Logger LOG = Logger.getLogger(AdapterFolder.class);
    private static final String PART = "part-";
    private static final Duration LONGEST_FETCH = Duration.ofHours(1);

    private final Path root;
    private final long mostBytes;
    private final Fetch fetch;
    private final Clock clock;

    /**
     * Takes the place.
     *
     * @param root made when it is needed
     * @param mostBytes of all adapters together
     */
    public AdapterFolder(Path root, long mostBytes, Fetch fetch, Clock clock) {
        this.root = root;
        this.mostBytes = mostBytes;
        this.fetch = fetch;
        this.clock = clock;
    }

    /** The folder with an adapter's files, fetched if it is not there. */
    public synchronized Path of(String hash) throws AdapterGoneException, CoordinatorAwayException, IOException {
        Path folder = root.resolve(AdapterFiles.digits(hash));
        if (!isWhole(folder)) {
            Files.createDirectories(root);
            remove(folder);
            bring(hash, folder);
        }
        Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
        return folder;
    }

    /** A worker that is killed while it removes an adapter leaves a part of it. */
    private static boolean isWhole(Path folder) {
        return Files.isRegularFile(folder.resolve(AdapterFiles.CONFIG))
                && Files.isRegularFile(folder.resolve(AdapterFiles.WEIGHTS));
    }

    private void bring(String hash, Path folder) throws AdapterGoneException, CoordinatorAwayException, IOException {
        Path part = Files.createTempDirectory(root, PART);
        try {
            Path zip = part.resolve("adapter.zip");
            fetch.fetch(hash, zip);
            String came = AdapterZip.unpack(zip, part);
            Files.delete(zip);
            if (!came.equals(hash)) {
                throw new CoordinatorAwayException(
                        "the coordinator gave an adapter with the hash %s for %s".formatted(came, hash), null);
            }
            appear(part, folder);
            makeRoom(folder);
            LOG.infof("adapter %s was fetched", hash);
        } finally {
            remove(part);
        }
    }

    private static void appear(Path part, Path folder) throws IOException {
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another worker was faster, with the same files.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private void makeRoom(Path newest) throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(this::mayGo).toList()) {
                kept.add(new Kept(folder, bytes(folder), Files.getLastModifiedTime(folder)));
            }
        }
        long bytes = kept.stream().mapToLong(Kept::bytes).sum();
        kept.sort(Comparator.comparing(Kept::used));
        for (Kept oldest : kept) {
            if (bytes > mostBytes && !oldest.folder().equals(newest)) {
                remove(oldest.folder());
                bytes -= oldest.bytes();
            }
        }
    }

    /** What another worker is just fetching is no room to be made. */
    private boolean mayGo(Path folder) {
        boolean isPart = String.valueOf(folder.getFileName()).startsWith(PART);
        return !isPart
                || Instant.ofEpochMilli(folder.toFile().lastModified())
                        .isBefore(clock.instant().minus(LONGEST_FETCH));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        }
    }

    /** Brings an adapter's files. */
    @FunctionalInterface
    public interface Fetch {
        /** Writes them to a file that is not there yet, in a ZIP. */
        void fetch(String hash, Path zip) throws AdapterGoneException, CoordinatorAwayException;
    }

    private record Kept(Path folder, long bytes, FileTime used) {}
}
