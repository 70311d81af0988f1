package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.dataset.DatasetRows.StoredRow;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads the rows that judge, a page at a time. Thread-safe. */
@Singleton
public class HeldOutRows {
    private static final String READ = """
            select position, line, instruction, input, output from dataset_row
            where dataset_id = ? and held_out and position > ? order by position limit ?""";

    private final Database database;

    HeldOutRows(Database database) {
        this.database = database;
    }

    /**
     * A page of them.
     *
     * @param after the position of the last one before; -1 to begin
     * @param most how many it has at most
     */
    public List<StoredRow> after(UUID dataset, int after, int most) {
        return database.inTransaction(sql -> sql.query(
                READ,
                row -> new StoredRow(
                        row.number("position"),
                        true,
                        new Row(row.number("line"), row.text("instruction"), row.text("input"), row.text("output")),
                        null),
                dataset,
                after,
                most));
    }
}
