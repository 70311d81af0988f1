package dev.winnow.coordinator.dataset;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where the rows of an import go, one after the other. Not thread-safe. */
interface RowSink {
    /**
     * Takes a row.
     *
     * @param heldOut on which side of the split it stands
     * @param origin what it was made from, as JSON; null where it came in a file
     */
    void add(Row row, boolean heldOut, @Nullable String origin) throws SQLException;

    /** All rows have come. */
    void finish() throws SQLException;

    /** Gives up; the connection can go on to roll back. */
    void cancel() throws SQLException;
}
