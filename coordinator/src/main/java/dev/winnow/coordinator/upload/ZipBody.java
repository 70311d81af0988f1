package dev.winnow.coordinator.upload;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP, a file after the other as it comes in. What is no ZIP is one exception wherever it shows: Java's own reader
 * has three of them, two of which could be anything else. Closing it leaves the body open. Not thread-safe.
 */
public final class ZipBody extends InputStream {
    private final ZipInputStream zip;
    private @Nullable ZipEntry entry;

    /** Begins to read. */
    public ZipBody(InputStream body) {
        this.zip = new ZipInputStream(body);
    }

    /**
     * Goes on to the next file, which is read by this; what is left of the one before is unpacked and dropped.
     *
     * @return its name, or null after the last
     */
    public @Nullable String next() throws IOException {
        entry = reading(zip::getNextEntry);
        return entry == null ? null : entry.getName();
    }

    /** Whether the present one is a folder. */
    public boolean inFolder() {
        return entry != null && entry.isDirectory();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return reading(() -> zip.read(target, offset, length));
    }

    private static <T extends @Nullable Object> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ZipException | EOFException e) {
            throw new BrokenException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            // Of a name that is not in the encoding that it says.
            throw new BrokenException("a file has a name that cannot be read", e);
        }
    }

    /** The body is no ZIP, or not all of one. */
    public static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenException(String message, Exception cause) {
            super(message, cause);
        }
    }

    private interface Reading<T extends @Nullable Object> {
        T read() throws IOException;
    }
}
