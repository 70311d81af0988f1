package dev.winnow.engine.model;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of weights, read by position. Thread-safe.
 *
 * <p>It is read, not mapped: every weight is read once, and a file that is cut while it is mapped ends the process,
 * while a failed read is an exception.
 */
public final class WeightFile implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private WeightFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Opens a file for reading. */
    public static WeightFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new WeightFile(path, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Where the file lies. */
    public Path path() {
        return path;
    }

    /** The size in bytes when it was opened. */
    public long size() {
        return size;
    }

    /**
     * Fills the front of an array from a position of the file.
     *
     * @throws UncheckedIOException if the file is closed or ends before
     */
    public void read(long position, byte[] target, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new EOFException(path + " became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
