package dev.winnow.cli.document;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.document.Document.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.apache.commons.io.input.BOMInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A table (CSV, RFC 4180) whose first record names the columns: a document a row. Columns {@code id} and
 * {@code instruction} mean what they mean in JSON lines; others are ignored.
 */
final class TableRows implements DocumentReader {
    /** Where texts stand in tables that do not say, the surest first. */
    private static final List<String> USUAL = List.of("input", "html", "text", "body", "content");

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
            .setAllowMissingColumnNames(true)
            .setIgnoreEmptyLines(true)
            .setTrailingData(false)
            .get();

    private final DocumentFile file;
    private final CSVParser rows;
    private final Iterator<CSVRecord> iterator;
    private final String column;
    private long line = 1;

    /**
     * Reads that file.
     *
     * @param column with the texts, or null for a usual one
     */
    TableRows(DocumentFile file, @Nullable String column) throws IOException {
        this.file = file;
        // Spreadsheets write a mark before it.
        InputStream bytes = BOMInputStream.builder().setPath(file.path()).get();
        // A decoder made this way reports what it cannot decode.
        Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
        try {
            this.rows = FORMAT.parse(text);
        } catch (IllegalArgumentException | CSVException e) {
            text.close();
            throw CommandException.usage(file.shown() + ", line 1: the header cannot be used: " + e.getMessage());
        }
        this.iterator = rows.iterator();
        this.column = column(rows.getHeaderNames(), column);
    }

    private String column(List<String> names, @Nullable String wanted) {
        List<String> looked = wanted == null ? USUAL : List.of(wanted);
        return looked.stream()
                .filter(names::contains)
                .findFirst()
                .orElseThrow(() ->
                        CommandException.usage("%s has no column '%s': name the one with the texts by --column, of %s"
                                .formatted(file.shown(), String.join("', '", looked), String.join(", ", names))));
    }

    @Override
    public @Nullable Document next() throws IOException {
        try {
            line = rows.getCurrentLineNumber() + 1;
            if (!iterator.hasNext()) {
                return null;
            }
            CSVRecord row = iterator.next();
            if (!row.isConsistent()) {
                throw CommandException.usage("%s: the row has %d values for %d columns: quote values that have commas"
                        .formatted(where(), row.size(), rows.getHeaderNames().size()));
            }
            String field = column.equals(Content.PAGE) ? Content.PAGE : Content.TEXT;
            return Document.of(
                    file.shown(),
                    line,
                    value(row, "id"),
                    new Content(field, row.get(column)),
                    value(row, "instruction"));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException coding) {
                throw coding;
            }
            throw CommandException.usage(where() + ": no CSV: " + e.getMessage());
        } catch (IllegalStateException e) {
            throw CommandException.usage(where() + ": no CSV: " + e.getMessage());
        }
    }

    private @Nullable String value(CSVRecord row, String name) {
        return !name.equals(column) && row.isSet(name) && !row.get(name).isBlank() ? row.get(name) : null;
    }

    private String where() {
        return file.shown() + ", line " + line;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
