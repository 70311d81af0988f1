package dev.winnow.coordinator.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
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

    private final Counted packed;
    private @Nullable GzipCompressorInputStream unpacked;
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

    // Java's own ends in silence where something goes wrong between two members, and on some versions where one of them
    // has not come yet.
    private int unpack(byte[] target, int offset, int length) throws IOException {
        try {
            if (unpacked == null) {
                unpacked = GzipCompressorInputStream.builder()
                        .setInputStream(packed)
                        .setDecompressConcatenated(true)
                        .get();
            }
            return unpacked.read(target, offset, length);
        } catch (IOException e) {
            throw packed.failure == null ? BodyCodingException.broken(String.valueOf(e.getMessage())) : packed.failure;
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

    /** Counts what is read, and keeps what the sender's side did wrong apart from what is wrong with the bytes. */
    private static final class Counted extends FilterInputStream {
        private long bytes;
        private @Nullable IOException failure;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int some = super.read(target, offset, length);
                bytes += Math.max(0, some);
                return some;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
