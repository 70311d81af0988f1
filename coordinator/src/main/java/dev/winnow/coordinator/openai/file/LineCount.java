package dev.winnow.coordinator.openai.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Counts and hashes what goes by: bytes, of which there may be so many, and lines that are not blank. Not thread-safe.
 */
final class LineCount extends FilterOutputStream {
    private final MessageDigest digest;
    private final long most;
    private long bytes;
    private int lines;
    private boolean inLine;

    LineCount(OutputStream out, MessageDigest digest, long most) {
        super(out);
        this.most = most;
        this.digest = digest;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            byte b = from[i];
            if (b == '\n') {
                inLine = false;
            } else if (!inLine && b != ' ' && b != '\t' && b != '\r') {
                inLine = true;
                lines++;
            }
        }
        bytes += length;
        if (bytes > most) {
            throw UploadCheck.tooLarge(most);
        }
        digest.update(from, offset, length);
        out.write(from, offset, length);
    }

    long bytes() {
        return bytes;
    }

    int lines() {
        return lines;
    }
}
