package dev.winnow.coordinator.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.copy.CopyIn;

/**
 * Rows in PostgreSQL's binary COPY format, sent a buffer at a time. A row is begun with the number of its columns, and
 * then has just so many. Not thread-safe.
 */
public final class CopyRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00FF\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int NULL = -1;
    private static final short END = -1;

    private final CopyIn copy;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    /** Begins with the format's header. */
    public CopyRows(CopyIn copy) {
        this.copy = copy;
        // No flags, no extension of the header.
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** Begins a row. */
    public void begin(int columns) throws SQLException {
        room(Short.BYTES).putShort((short) columns);
    }

    /** A null. */
    public void nothing() throws SQLException {
        room(Integer.BYTES).putInt(NULL);
    }

    /** A value of an integer column. */
    public void integer(int value) throws SQLException {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    }

    /** A value of a boolean column. */
    public void flag(boolean value) throws SQLException {
        room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
    }

    /** A value of a uuid column. */
    public void uuid(UUID value) throws SQLException {
        room(Integer.BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
    }

    /** A value of a bytea column, or of a text column in UTF-8. */
    public void bytes(byte[] value) throws SQLException {
        room(Integer.BYTES).putInt(value.length);
        if (value.length > buffer.remaining()) {
            flush();
        }
        if (value.length > buffer.remaining()) {
            copy.writeToCopy(value, 0, value.length);
        } else {
            buffer.put(value);
        }
    }

    /** Sends what is left, and that there is no more. */
    public void end() throws SQLException {
        room(Short.BYTES).putShort(END);
        flush();
    }

    private ByteBuffer room(int bytes) throws SQLException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
