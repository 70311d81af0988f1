package dev.winnow.coordinator.openai.file;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that is being written, line by line. Not thread-safe. */
public final class WrittenFile {
    private final OutputStream pieces;
    private final End end;
    private final UUID id;
    private long bytes;
    private int lines;

    WrittenFile(OutputStream pieces, End end, UUID id) {
        this.pieces = pieces;
        this.end = end;
        this.id = id;
    }

    /** Adds a line; its feed is added here. */
    public void line(byte[] line) throws IOException {
        pieces.write(line);
        pieces.write('\n');
        bytes += line.length + 1L;
        lines++;
    }

    /** Ends it, and gives its id; null if nothing was written, and there is no file then. */
    public @Nullable UUID finish() throws IOException, SQLException {
        pieces.close();
        if (lines == 0) {
            return null;
        }
        end.store(bytes, lines);
        return id;
    }

    /** Stores the row. */
    @FunctionalInterface
    interface End {
        /** Within the transaction. */
        void store(long bytes, int lines) throws SQLException;
    }
}
