package dev.winnow.coordinator.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines, a buffer at a time, and holds no more than one line. Not thread-safe. */
public final class LineReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream stream;
    private final int mostBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int next;
    private int end;
    private boolean skipping;

    /** Takes a stream, and the most bytes that a line may have. */
    public LineReader(InputStream stream, int mostBytes) {
        this.stream = stream;
        this.mostBytes = mostBytes;
    }

    /**
     * Gives the next line without its line feed, or null at the end. A last line needs none.
     *
     * @throws LineTooLongException if it has more bytes than allowed; asked again, it skips the rest of that line,
     *     which is never held, and gives the one after it
     */
    public byte @Nullable [] next() throws IOException, LineTooLongException {
        begun.reset();
        if (skipping) {
            skipRest();
        }
        if (!fill()) {
            return null;
        }
        while (true) {
            int feed = feed();
            int length = (feed < 0 ? end : feed) - next;
            if (feed >= 0 && begun.size() == 0 && length <= mostBytes) {
                // Nearly every line: all of it is in the buffer.
                byte[] line = Arrays.copyOfRange(buffer, next, feed);
                next = feed + 1;
                return line;
            }
            if (begun.size() + length > mostBytes) {
                skipping = true;
                throw new LineTooLongException();
            }
            begun.write(buffer, next, length);
            next += length;
            if (feed >= 0) {
                next++;
                return begun.toByteArray();
            }
            if (!fill()) {
                return begun.toByteArray();
            }
        }
    }

    private void skipRest() throws IOException {
        int feed = -1;
        while (feed < 0 && fill()) {
            feed = feed();
            next = feed < 0 ? end : feed + 1;
        }
        skipping = false;
    }

    private int feed() {
        for (int i = next; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        next = 0;
        end = Math.max(0, stream.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /** A line is longer than allowed. */
    public static final class LineTooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
