package dev.winnow.coordinator.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.json.ExactJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a job's results as a table (CSV, RFC 4180) in the order of the input. An object is a row, each object of a
 * list is one, and an item whose list is empty or that has failed has one too: each item is in the table. Texts stand
 * as they are, other values as JSON; what is null or not there is empty. Thread-safe.
 */
@Singleton
class ResultTable {
    private static final ObjectMapper EXACT = ExactJson.mapper().build();

    private final ResultPages pages;

    ResultTable(ResultPages pages) {
        this.pages = pages;
    }

    /**
     * Writes what is recorded by now.
     *
     * @param schema the job's
     * @param inputs whether each row brings the item's text
     * @throws IOException if the job was deleted meanwhile: what was written would look as if it were all
     */
    void write(UUID job, String schema, boolean inputs, OutputStream out) throws IOException {
        TableColumns columns = TableColumns.of(EXACT.readTree(schema));
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVPrinter table = new CSVPrinter(text, CSVFormat.RFC4180);
        table.printRecord(columns.header(inputs));
        pages.read(job, inputs, page -> {
            for (RecordedResult result : page) {
                write(table, columns, result, inputs);
            }
            table.flush();
        });
        table.flush();
    }

    private static void write(CSVPrinter table, TableColumns columns, RecordedResult result, boolean inputs)
            throws IOException {
        try {
            for (JsonNode row : rows(result)) {
                table.printRecord(cells(columns, result, row, inputs, error(result)));
            }
        } catch (JsonProcessingException e) {
            // An older version may have recorded numbers that are too long now: the rest of the table is wanted all the
            // same.
            String error = "unreadable_output: " + e.getOriginalMessage() + "; format=ndjson has it as it is";
            table.printRecord(cells(columns, result, MissingNode.getInstance(), inputs, error));
        }
    }

    private static List<JsonNode> rows(RecordedResult result) throws JsonProcessingException {
        JsonNode output = result.output() == null ? MissingNode.getInstance() : EXACT.readTree(result.output());
        if (!output.isArray() || output.isEmpty()) {
            return List.of(output.isArray() ? MissingNode.getInstance() : output);
        }
        List<JsonNode> rows = new ArrayList<>();
        output.forEach(rows::add);
        return rows;
    }

    private static List<@Nullable String> cells(
            TableColumns columns, RecordedResult result, JsonNode row, boolean inputs, @Nullable String error) {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(result.id());
        if (columns.names().isEmpty()) {
            cells.add(cell(row));
        }
        columns.names().forEach(name -> cells.add(cell(row.path(name))));
        if (columns.others()) {
            cells.add(cell(others(columns, row)));
        }
        if (inputs) {
            cells.add(result.input());
        }
        cells.add(error);
        return cells;
    }

    private static JsonNode others(TableColumns columns, JsonNode row) {
        if (!(row instanceof ObjectNode object)) {
            return row;
        }
        ObjectNode others = object.deepCopy().without(columns.names());
        return others.isEmpty() ? MissingNode.getInstance() : others;
    }

    private static @Nullable String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static @Nullable String error(RecordedResult result) {
        if (result.errorCode() != null) {
            return result.errorCode() + ": " + result.errorMessage();
        }
        return result.truncated() ? "truncated" : null;
    }
}
