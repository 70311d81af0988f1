package dev.winnow.coordinator.upload;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A gzip body, unpacked while it is read, a buffer at a time. Whoever reads it has limits of its own for what is held;
 * this one refuses what a sender packs to cost others time: a few kilobytes that become gigabytes. Not thread-safe.
 */
final class GzipBody extends InputStream {
    /** Scraped pages become 5 to 20 times as long, lines that are nearly alike 50 times. Gzip's most is 1,032. */
    static final int MOST_GROWTH = 100;

    /** What may become of any body: so much costs nobody anything. */
    static final long ALLOWANCE = 4 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Counted packed;
    private @Nullable GZIPInputStream unpacked;
    private long bytes;

    GzipBody(InputStream packed) {
        this.packed = new Counted(packed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int some = unpack(target, offset, length);
        bytes += Math.max(0, some);
        if (bytes > ALLOWANCE && bytes > MOST_GROWTH * packed.bytes) {
            throw BodyCodingException.grows(packed.bytes, bytes, MOST_GROWTH);
        }
        return some;
    }

    private int unpack(byte[] target, int offset, int length) throws IOException {
        try {
            if (unpacked == null) {
                unpacked = new GZIPInputStream(packed, BUFFER_BYTES);
            }
            return unpacked.read(target, offset, length);
        } catch (ZipException | EOFException e) {
            throw BodyCodingException.broken(String.valueOf(e.getMessage()));
        }
    }

    // The buffers are native memory: not to wait for the collector, which sees nothing of it.
    @Override
    public void close() throws IOException {
        if (unpacked == null) {
            packed.close();
        } else {
            unpacked.close();
        }
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int some = super.read(target, offset, length);
            bytes += Math.max(0, some);
            return some;
        }
    }
}
