package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.UUID;

/** Weights in the database, a piece a row, so that neither side ever has more than one in memory. Thread-safe. */
@Singleton
class ChunkedContents implements AdapterContents {
    private static final int CHUNK = 1 << 20;

    private static final String INSERT = "insert into adapter_chunk (adapter_id, position, bytes) values (?, ?, ?)";

    private static final String READ = "select bytes from adapter_chunk where adapter_id = ? and position = ?";

    private final Database database;

    ChunkedContents(Database database) {
        this.database = database;
    }

    @Override
    public void store(Sql sql, UUID adapter, InputStream weights) throws SQLException, IOException {
        byte[] chunk = weights.readNBytes(CHUNK);
        for (int position = 0; chunk.length > 0; position++) {
            sql.update(INSERT, adapter, position, chunk);
            chunk = weights.readNBytes(CHUNK);
        }
    }

    @Override
    public void copyTo(UUID adapter, long bytes, OutputStream out) throws IOException {
        long written = 0;
        for (int position = 0; written < bytes; position++) {
            int at = position;
            byte[] chunk = database.inTransaction(sql -> sql.queryOne(READ, row -> row.bytes("bytes"), adapter, at))
                    .orElseThrow(() -> new IOException("the adapter was deleted while it was read"));
            out.write(chunk);
            written += chunk.length;
        }
    }

    @Override
    public void remove(Sql sql, UUID adapter) throws SQLException {
        sql.update("delete from adapter_chunk where adapter_id = ?", adapter);
    }
}
