package dev.winnow.coordinator.dataset;

import static java.util.Objects.requireNonNull;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Values with commas between, quoted where they have commas, quotes or line breaks (RFC 4180); the first record names
 * the columns, of which {@code input}, {@code output} and, if it is there, {@code instruction} are read.
 */
final class CsvRows implements RowReader {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrailingData(false)
            .get();

    private final Bounded reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final int rowBytes;
    private final @Nullable BadRowException badHeader;
    private boolean broken;

    CsvRows(InputStream file, int rowBytes) throws IOException {
        this.rowBytes = rowBytes;
        // A decoder made this way reports what it cannot decode.
        this.reader = new Bounded(new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()), rowBytes);
        @Nullable CSVParser opened = null;
        @Nullable BadRowException bad = null;
        try {
            opened = FORMAT.parse(reader);
            bad = missing(opened);
        } catch (IllegalArgumentException e) {
            bad = header("the header cannot be used: " + e.getMessage());
        } catch (CharacterCodingException e) {
            bad = new BadRowException(1, "", "the file is not UTF-8", "save it as UTF-8");
        } catch (RowTooLongException e) {
            bad = tooLong(1);
        } catch (CSVException e) {
            bad = header("the header cannot be read: " + e.getMessage());
        }
        this.badHeader = bad;
        this.parser = opened == null ? FORMAT.parse(Reader.nullReader()) : opened;
        this.records = parser.iterator();
    }

    private static @Nullable BadRowException missing(CSVParser parser) {
        for (String column : new String[] {"input", "output"}) {
            if (!parser.getHeaderNames().contains(column)) {
                return header("no column is named " + column);
            }
        }
        return null;
    }

    private static BadRowException header(String message) {
        return new BadRowException(
                1, "", message, "let the first line name the columns: input,output or instruction,input,output");
    }

    @Override
    public @Nullable RawRow next() throws IOException, BadRowException {
        if (badHeader != null) {
            broken = true;
            throw badHeader;
        }
        int line = (int) parser.getCurrentLineNumber() + 1;
        reader.begin();
        try {
            if (!records.hasNext()) {
                return null;
            }
            return row(line, records.next());
        } catch (UncheckedIOException e) {
            throw unreadable(line, requireNonNull(e.getCause()));
        }
    }

    private BadRowException unreadable(int line, IOException why) throws IOException {
        broken = true;
        if (why instanceof RowTooLongException) {
            return tooLong(line);
        }
        if (why instanceof CharacterCodingException) {
            return new BadRowException(
                    line, "", "the file is not UTF-8 at this line or a little after it", "save it as UTF-8");
        }
        if (why instanceof CSVException) {
            return new BadRowException(
                    line,
                    "",
                    "the record cannot be read: " + why.getMessage(),
                    "quote values that have commas, quotes or line breaks, and double quotes within them");
        }
        throw why;
    }

    private BadRowException tooLong(int line) {
        return new BadRowException(
                line,
                "",
                "the record has more than %d characters".formatted(rowBytes),
                "look for a quote that is not closed, or cut the row; the operator can raise winnow.datasets.row-bytes");
    }

    private RawRow row(int line, CSVRecord record) throws BadRowException {
        if (!record.isConsistent()) {
            throw new BadRowException(
                    line,
                    "",
                    "the record has %d values, the header %d"
                            .formatted(record.size(), parser.getHeaderNames().size()),
                    "quote values that have commas");
        }
        String instruction = record.isMapped("instruction") ? record.get("instruction") : null;
        return new RawRow(line, instruction, record.get("input"), record.get("output"));
    }

    @Override
    public boolean goesOn() {
        return !broken;
    }

    /** Characters of one record, which a quote that is never closed would make all of the file. */
    private static final class Bounded extends FilterReader {
        private final int most;
        private long taken;

        Bounded(Reader in, int most) {
            super(in);
            this.most = most;
        }

        void begin() {
            taken = 0;
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            taken += Math.max(0, read);
            if (taken > most) {
                throw new RowTooLongException();
            }
            return read;
        }
    }

    private static final class RowTooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
