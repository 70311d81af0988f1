package dev.winnow.text.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a header's numbers and strings in order, and never takes a length on trust: what is announced must lie in the
 * file and within the limits before it is allocated. Not thread-safe.
 */
public final class HeaderReader {
    // Real headers take a few megabytes, nearly all of it vocabulary.
    static final long MOST_BYTES = 256L << 20;
    static final int MOST_STRING_BYTES = 16 << 20;

    private static final int CHUNK = 1 << 16;

    /** The file's bytes by position. */
    @FunctionalInterface
    public interface Source {
        /** Fills the front of an array from a position of the file. */
        void read(long position, byte[] target, int length);
    }

    private final String file;
    private final long size;
    private final Source source;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteBuffer buffer =
            ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long chunkStart;

    /**
     * Begins at the start of a file.
     *
     * @param file its name, for messages
     * @param size its bytes
     */
    public HeaderReader(String file, long size, Source source) {
        this.file = file;
        this.size = size;
        this.source = source;
    }

    /** The file's name. */
    String file() {
        return file;
    }

    /** Where in the file the next byte comes from. */
    public long position() {
        return chunkStart + buffer.position();
    }

    byte int8(String what) {
        return need(1, what).get();
    }

    short int16(String what) {
        return need(2, what).getShort();
    }

    /** The next four bytes. */
    public int int32(String what) {
        return need(4, what).getInt();
    }

    long int64(String what) {
        return need(8, what).getLong();
    }

    /** An unsigned 64-bit number that must be from 0 to {@code most}. */
    public long count(String what, long most) {
        long count = int64(what);
        if (count < 0 || count > most) {
            throw refused(
                    "%s is %s, more than the %d that Winnow reads".formatted(what, Long.toUnsignedString(count), most));
        }
        return count;
    }

    /** A string of UTF-8, with its length in front. */
    public String string(String what, int mostBytes) {
        int length = (int) count("the length of " + what, mostBytes);
        requireLeft(length, what);
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, CHUNK);
            need(part, what).get(bytes, done, part);
            done += part;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GgufRefusedException(refusal(what + " is not UTF-8"), e);
        }
    }

    /** Refuses unless so many bytes are left in the file and in what a header may take. */
    void requireLeft(long bytes, String what) {
        if (bytes > size - position()) {
            throw refused("%s takes %d bytes, but only %d are left in the file; it is cut off or damaged"
                    .formatted(what, bytes, size - position()));
        }
        if (position() + bytes > MOST_BYTES) {
            throw refused("the header is longer than the %d bytes that Winnow reads".formatted(MOST_BYTES));
        }
    }

    /** What to throw where the file is not as it must be. */
    public GgufRefusedException refused(String why) {
        return new GgufRefusedException(refusal(why));
    }

    private String refusal(String why) {
        return "%s: at byte %d %s".formatted(file, position(), why);
    }

    private ByteBuffer need(int bytes, String what) {
        if (buffer.remaining() < bytes) {
            requireLeft(bytes, what);
            refill();
        }
        return buffer;
    }

    private void refill() {
        chunkStart = position();
        int length = (int) Math.min(CHUNK, size - chunkStart);
        source.read(chunkStart, chunk, length);
        buffer.position(0).limit(length);
    }
}
