package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a dataset's rows a page at a time. Thread-safe. */
@Singleton
public class DatasetRows {
    private static final int PAGE = 200;

    private static final String READ = """
            select position, held_out, line, instruction, input, output, origin from dataset_row
            where dataset_id = ? and position > ? order by position limit ?""";

    private static final ObjectMapper JSON = new JsonMapper();

    private final Database database;

    DatasetRows(Database database) {
        this.database = database;
    }

    /** All rows in their order, each page in the caller's transaction. */
    void each(Sql sql, UUID dataset, RowUse use) throws SQLException {
        int last = -1;
        List<StoredRow> page = page(sql, dataset, last);
        while (!page.isEmpty()) {
            for (StoredRow row : page) {
                use.take(row);
                last = row.position();
            }
            page = page(sql, dataset, last);
        }
    }

    /** All rows in their order, each page in a transaction of its own, so that whoever takes them may be slow. */
    public void each(UUID dataset, RowUse use) {
        int last = -1;
        List<StoredRow> page = page(dataset, last);
        while (!page.isEmpty()) {
            for (StoredRow row : page) {
                use.take(row);
                last = row.position();
            }
            page = page(dataset, last);
        }
    }

    /** Writes all rows, a JSON object a line: what the hash is of. */
    void write(UUID dataset, OutputStream out) throws IOException {
        int last = -1;
        List<StoredRow> page = page(dataset, last);
        while (!page.isEmpty()) {
            for (StoredRow row : page) {
                out.write(line(row));
                last = row.position();
            }
            page = page(dataset, last);
        }
    }

    /** What names the rows and their split. */
    String hash(Sql sql, UUID dataset) throws SQLException {
        MessageDigest sha256 = Split.sha256();
        each(sql, dataset, row -> sha256.update(line(row)));
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    List<StoredRow> page(UUID dataset, int after) {
        return database.inTransaction(sql -> page(sql, dataset, after));
    }

    private static List<StoredRow> page(Sql sql, UUID dataset, int after) throws SQLException {
        return sql.query(
                READ,
                row -> new StoredRow(
                        row.number("position"),
                        row.flag("held_out"),
                        new Row(row.number("line"), row.text("instruction"), row.text("input"), row.text("output")),
                        row.textOrNull("origin")),
                dataset,
                after,
                PAGE);
    }

    private static byte[] line(StoredRow row) {
        try {
            String json = JSON.writeValueAsString(JSON.createObjectNode()
                    .put("split", row.heldOut() ? "held_out" : "train")
                    .put("instruction", row.row().instruction())
                    .put("input", row.row().input())
                    .put("output", row.row().output()));
            return (json + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    /**
     * A row in its place.
     *
     * @param origin what it was made from, as JSON, or null; it is no part of the hash
     */
    public record StoredRow(
            int position,
            boolean heldOut,
            Row row,
            @Nullable String origin) {}

    /** What is done with each row. */
    @FunctionalInterface
    public interface RowUse {
        /** Takes one. */
        void take(StoredRow row);
    }
}
