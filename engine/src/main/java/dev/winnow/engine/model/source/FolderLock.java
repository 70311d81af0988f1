package dev.winnow.engine.model.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a folder for one download at a time, among the threads of this process and among processes. */
final class FolderLock {
    private static final Logger log = LoggerFactory.getLogger(FolderLock.class);

    // A file lock belongs to the whole process, so threads need one of their own.
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    /** What is done while the folder is held. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private FolderLock() {}

    /** Waits until the folder is free, and makes it if it is not there; then works in it alone. */
    static void hold(Path folder, Work work) throws IOException {
        Files.createDirectories(folder);
        ReentrantLock threads = THREADS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
        threads.lock();
        // The lock file stays: deleting it would let two processes hold two locks.
        try (FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                log.info("Another process downloads into {}; waiting for it", folder);
                lock = channel.lock();
            }
            work.run();
            lock.release();
        } finally {
            threads.unlock();
        }
    }
}
