package dev.winnow.coordinator.dataset;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file a row at a time; no more than a row is in memory. Not thread-safe. */
interface RowReader {
    /**
     * The next row, or null after the last.
     *
     * @throws BadRowException if it is none; asked again, this gives the one after it
     */
    @Nullable
    RawRow next() throws IOException, BadRowException;

    /** Whether rows can be read on after a bad one. */
    boolean goesOn();

    /** On which side of the split the row stands that was given last; null where that is for the split to say. */
    default @Nullable Boolean heldOut() {
        return null;
    }

    /** What the row was made from that was given last, as JSON; null where it came in a file. */
    default @Nullable String origin() {
        return null;
    }

    /** Begins to read rows of so many bytes at most. */
    @FunctionalInterface
    interface Opening {
        /** Begins. */
        RowReader open(int rowBytes) throws IOException;
    }

    /** What a file's rows are written in. */
    enum Format {
        /** A JSON object a line. */
        JSONL,
        /** Values with commas between, the first record names the columns. */
        CSV;

        RowReader open(InputStream file, int rowBytes) throws IOException {
            return this == CSV ? new CsvRows(file, rowBytes) : new JsonRows(file, rowBytes);
        }
    }
}
