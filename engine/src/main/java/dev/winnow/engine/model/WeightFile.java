package dev.winnow.engine.model;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of weights, read by position. Thread-safe.
 *
 * <p>Weights that are decoded are read, not mapped: each is read once, and a file that is cut while it is mapped ends
 * the process, while a failed read is an exception. Only what is computed with as it lies is mapped.
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
        read(position, ByteBuffer.wrap(target, 0, length));
    }

    /**
     * Fills what a buffer has left from a position of the file.
     *
     * @throws UncheckedIOException if the file is closed or ends before
     */
    public void read(long position, ByteBuffer target) {
        int before = target.position();
        try {
            while (target.hasRemaining()) {
                if (channel.read(target, position + target.position() - before) < 0) {
                    throw new EOFException(path + " became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Maps a part of the file into memory, where it stays after the file is closed. Whoever shortens the file meanwhile
     * ends the process.
     *
     * @throws UncheckedIOException if the file is closed or cannot be mapped
     */
    public ByteBuffer map(long position, int length) {
        try {
            return channel.map(MapMode.READ_ONLY, position, length).order(ByteOrder.nativeOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
