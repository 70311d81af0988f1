package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.config.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Imports that keep nothing: {@code winnow bench fuzz} tries what reads datasets with bodies that are meant to do harm.
 */
public final class DatasetTrial {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DatasetConfig config;

    /** Takes two of the limits; the others are those of any coordinator. */
    public DatasetTrial(int rowBytes, long mostBytes) {
        this.config = Limits.of(
                DatasetConfig.class,
                Map.of(
                        "winnow.datasets.row-bytes",
                        String.valueOf(rowBytes),
                        "winnow.datasets.most-bytes",
                        String.valueOf(mostBytes)));
    }

    /** What a body is written in. */
    public enum Form {
        /** A JSON object a line. */
        LINES,
        /** Values with commas between. */
        CSV,
        /** Files of rows, and their schema. */
        ZIP
    }

    /**
     * Reads a body as an import does.
     *
     * @return how many rows would be stored
     * @throws dev.winnow.coordinator.problem.ProblemException for what the import would answer
     */
    public int read(InputStream body, Form form) throws IOException {
        DatasetFiles files =
                switch (form) {
                    case LINES -> new DatasetFiles.Plain(body, RowReader.Format.JSONL, config.mostBytes());
                    case CSV -> new DatasetFiles.Plain(body, RowReader.Format.CSV, config.mostBytes());
                    case ZIP -> new DatasetFiles.Zipped(body, config.mostBytes());
                };
        DatasetRequest request = DatasetRequest.of("tried", null, "Read it", null);
        DatasetImport taken = new DatasetImport(new Compared(config.leakSimilarity()), request, config, JSON);
        try {
            taken.read(files);
        } catch (SQLException e) {
            throw new IllegalStateException("no database is asked", e);
        }
        return taken.tally().kept();
    }

    /** Rows that are only compared, all that are held out with all others. */
    private static final class Compared implements RowSink {
        private final LeakCheck check;
        private final List<Row> trained = new ArrayList<>();

        Compared(double similarity) {
            this.check = new LeakCheck(similarity);
        }

        @Override
        public void add(Row row, boolean heldOut, @Nullable String origin) {
            if (heldOut) {
                check.holdOut(row.line(), row.input());
            } else {
                trained.add(row);
            }
        }

        @Override
        public void finish() {
            trained.forEach(row -> check.find(row.line(), row.input()));
        }

        @Override
        public void cancel() {
            trained.clear();
        }
    }
}
