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
