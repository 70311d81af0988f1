package dev.winnow.cli.document;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of strict UTF-8, with or without a carriage return. A byte order mark at the start is skipped. */
final class Utf8Lines implements AutoCloseable {
    private final InputStream bytes;
    private long line;

    Utf8Lines(InputStream bytes) {
        this.bytes = new BufferedInputStream(bytes, 1 << 16);
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return line;
    }

    /**
     * The next line, null at the end.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        byte[] text = nextBytes(Integer.MAX_VALUE);
        if (text == null) {
            return null;
        }
        String decoded = decode(text);
        if (line == 1 && decoded.startsWith("\uFEFF")) {
            decoded = decoded.substring(1);
        }
        return decoded.endsWith("\r") ? decoded.substring(0, decoded.length() - 1) : decoded;
    }

    /**
     * The next line as it stands there, null at the end.
     *
     * @param most bytes of it that are kept; the rest of a longer one is skipped
     */
    byte @Nullable [] nextBytes(int most) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int b = bytes.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (text.size() < most) {
                text.write(b);
            }
            b = bytes.read();
        }
        line++;
        return text.toByteArray();
    }

    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
