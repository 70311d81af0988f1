package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.database.CopyRows;
import dev.winnow.coordinator.database.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Writes rows by binary COPY. Not thread-safe. */
final class RowCopy implements RowSink {
    private static final String STATEMENT =
            "copy dataset_row (dataset_id, position, held_out, line, instruction, input, output, origin)"
                    + " from stdin (format binary)";
    private static final int COLUMNS = 8;

    private final UUID dataset;
    private final CopyIn copy;
    private final CopyRows rows;
    private int position;

    RowCopy(Sql sql, UUID dataset) throws SQLException {
        this.dataset = dataset;
        this.copy = sql.copyIn(STATEMENT);
        this.rows = new CopyRows(copy);
    }

    @Override
    public void add(Row row, boolean heldOut, @Nullable String origin) throws SQLException {
        rows.begin(COLUMNS);
        rows.uuid(dataset);
        rows.integer(position++);
        rows.flag(heldOut);
        rows.integer(row.line());
        for (String text : new String[] {row.instruction(), row.input(), row.output()}) {
            rows.bytes(text.getBytes(StandardCharsets.UTF_8));
        }
        if (origin == null) {
            rows.nothing();
        } else {
            rows.bytes(origin.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void finish() throws SQLException {
        rows.end();
        copy.endCopy();
    }

    @Override
    public void cancel() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
