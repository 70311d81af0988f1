package dev.winnow.coordinator.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;

/**
 * Long contents in a table, a piece a row, so that neither side ever has more than one in memory. The table has the
 * columns {@code position} and {@code bytes}, and one for whose content it is. Thread-safe.
 */
public final class Chunks {
    private static final int CHUNK = 1 << 20;

    private final Database database;
    private final String insert;
    private final String read;
    private final String remove;

    /**
     * Names the table.
     *
     * @param owner the column that says whose content a piece is of
     */
    public Chunks(Database database, String table, String owner) {
        this.database = database;
        this.insert = "insert into %s (%s, position, bytes) values (?, ?, ?)".formatted(table, owner);
        this.read = "select bytes from %s where %s = ? and position = ?".formatted(table, owner);
        this.remove = "delete from %s where %s = ?".formatted(table, owner);
    }

    /** Takes a content within the caller's transaction, to which errors of the database go through; to be closed. */
    public OutputStream writer(Sql sql, UUID owner) {
        return new Writer(sql, owner);
    }

    /**
     * Gives a content, and holds no transaction between two pieces: its reader may take its time.
     *
     * @param bytes how many there are
     */
    public InputStream reader(UUID owner, long bytes) {
        return new Reader(owner, bytes);
    }

    /** Removes a content within the caller's transaction. */
    public void remove(Sql sql, UUID owner) throws SQLException {
        sql.update(remove, owner);
    }

    private final class Writer extends OutputStream {
        private final Sql sql;
        private final UUID owner;
        private final byte[] chunk = new byte[CHUNK];
        private int filled;
        private int position;

        Writer(Sql sql, UUID owner) {
            this.sql = sql;
            this.owner = owner;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int from = offset;
            int left = length;
            while (left > 0) {
                int some = Math.min(left, CHUNK - filled);
                System.arraycopy(bytes, from, chunk, filled, some);
                filled += some;
                from += some;
                left -= some;
                if (filled == CHUNK) {
                    store();
                }
            }
        }

        private void store() {
            try {
                sql.update(insert, owner, position++, filled == CHUNK ? chunk : Arrays.copyOf(chunk, filled));
                filled = 0;
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }

        @Override
        public void close() {
            if (filled > 0) {
                store();
            }
        }
    }

    private final class Reader extends InputStream {
        private final UUID owner;
        private long left;
        private byte[] chunk = {};
        private int next;
        private int position;

        Reader(UUID owner, long bytes) {
            this.owner = owner;
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            if (next == chunk.length) {
                take();
            }
            int some = (int) Math.min(left, Math.min(length, chunk.length - next));
            System.arraycopy(chunk, next, target, offset, some);
            next += some;
            left -= some;
            return some;
        }

        private void take() throws IOException {
            int at = position++;
            chunk = database.inTransaction(sql -> sql.queryOne(read, row -> row.bytes("bytes"), owner, at))
                    .orElseThrow(() -> new IOException(owner + " was deleted while it was read"));
            next = 0;
        }
    }
}
