package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.source.SourceRows;
import dev.winnow.coordinator.source.SourceRows.SourceRow;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an import reads from sources: a schema, if there is one, and the rows of one source after the other. */
final class SourcedFiles implements DatasetFiles, AutoCloseable {
    private final Iterator<Supplier<SourceRows>> sources;
    private final long mostBytes;
    private @Nullable JsonNode schema;
    private @Nullable SourceRows open;
    private long taken;

    SourcedFiles(@Nullable JsonNode schema, List<Supplier<SourceRows>> sources, long mostBytes) {
        this.schema = schema;
        this.sources = sources.iterator();
        this.mostBytes = mostBytes;
    }

    @Override
    public @Nullable DatasetFile next() {
        if (schema != null) {
            byte[] bytes = schema.toString().getBytes(StandardCharsets.UTF_8);
            schema = null;
            return new DatasetFile(Use.SCHEMA, "schema", RowReader.Format.JSONL, new ByteArrayInputStream(bytes));
        }
        close();
        if (!sources.hasNext()) {
            return null;
        }
        SourceRows rows = sources.next().get();
        open = rows;
        return new DatasetFile(
                Use.TRAIN, rows.name(), InputStream.nullInputStream(), rowBytes -> new Reader(rows, rowBytes));
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private void count(long bytes) {
        taken += bytes;
        if (taken > mostBytes) {
            throw DatasetFiles.tooLarge(mostBytes);
        }
    }

    private final class Reader implements RowReader {
        private final SourceRows rows;
        private final int rowBytes;
        private int line;
        private @Nullable SourceRow last;

        Reader(SourceRows rows, int rowBytes) {
            this.rows = rows;
            this.rowBytes = rowBytes;
        }

        @Override
        public @Nullable RawRow next() throws BadRowException {
            SourceRow row = rows.next();
            last = row;
            if (row == null) {
                return null;
            }
            line++;
            long bytes = bytes(row.instruction()) + bytes(row.input()) + bytes(row.output());
            // A row of nothing costs something too: a source that never ends comes to an end here.
            count(bytes + 1);
            if (bytes > rowBytes) {
                throw new BadRowException(
                        line,
                        "",
                        "the row has more than %d bytes".formatted(rowBytes),
                        "cut the row; the operator can raise winnow.datasets.row-bytes");
            }
            return new RawRow(line, row.instruction(), row.input(), row.output());
        }

        private static long bytes(@Nullable String text) {
            return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public @Nullable Boolean heldOut() {
            return last == null ? null : last.heldOut();
        }

        @Override
        public @Nullable String origin() {
            return last == null ? null : last.origin();
        }

        @Override
        public boolean goesOn() {
            return true;
        }
    }
}
