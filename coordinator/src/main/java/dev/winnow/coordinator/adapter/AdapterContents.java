package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.database.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.UUID;

/** Where the weights of adapters lie. What is stored once never changes. */
interface AdapterContents {
    /** Stores weights within the transaction that stores their adapter. */
    void store(Sql sql, UUID adapter, InputStream weights) throws SQLException, IOException;

    /**
     * Writes weights out; holds no transaction while the reader takes its time.
     *
     * @param bytes how many there are
     * @throws IOException if the reader goes away, or the adapter is deleted meanwhile
     */
    void copyTo(UUID adapter, long bytes, OutputStream out) throws IOException;

    /** Removes weights within the transaction that removes their adapter. */
    void remove(Sql sql, UUID adapter) throws SQLException;
}
