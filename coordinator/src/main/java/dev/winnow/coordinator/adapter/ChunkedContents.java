package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.database.Chunks;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.UUID;

/** Weights in the database. Thread-safe. */
@Singleton
class ChunkedContents implements AdapterContents {
    private final Chunks chunks;

    ChunkedContents(Database database) {
        this.chunks = new Chunks(database, "adapter_chunk", "adapter_id");
    }

    @Override
    public void store(Sql sql, UUID adapter, InputStream weights) throws SQLException, IOException {
        try (OutputStream out = chunks.writer(sql, adapter)) {
            weights.transferTo(out);
        }
    }

    @Override
    public void copyTo(UUID adapter, long bytes, OutputStream out) throws IOException {
        chunks.reader(adapter, bytes).transferTo(out);
    }

    @Override
    public void remove(Sql sql, UUID adapter) throws SQLException {
        chunks.remove(sql, adapter);
    }
}
