package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.dataset.DatasetRows.StoredRow;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.source.RowSource;
import dev.winnow.coordinator.source.SourceRows;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dataset as source of another one, that has more: each row keeps its side of the split. Thread-safe. */
@Singleton
class StoredRows implements RowSource {
    private final Database database;
    private final Datasets datasets;
    private final DatasetRows rows;
    private final ObjectMapper json;

    StoredRows(Database database, Datasets datasets, DatasetRows rows, ObjectMapper json) {
        this.database = database;
        this.datasets = datasets;
        this.rows = rows;
        this.json = json;
    }

    @Override
    public String kind() {
        return "dataset";
    }

    @Override
    public void check(String tenant, Fields request) {
        find(tenant, request);
    }

    @Override
    public Optional<JsonNode> schema(String tenant, Fields request) {
        UUID dataset = find(tenant, request).id();
        return database.inTransaction(sql -> sql.queryOne(
                        "select coalesce(schema, '') as schema from dataset where id = ?",
                        row -> row.text("schema"),
                        dataset))
                .filter(text -> !text.isEmpty())
                .map(this::parse);
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("what was stored as a schema cannot be read", e);
        }
    }

    @Override
    public SourceRows open(String tenant, Fields request) {
        ChosenDataset dataset = find(tenant, request);
        return new Pages(dataset);
    }

    private ChosenDataset find(String tenant, Fields request) {
        request.requireKnown("dataset");
        String reference = request.requiredText("dataset", "name one, such as events or events@1");
        try {
            return datasets.newest(tenant, reference);
        } catch (ProblemException e) {
            throw e.problem().at(request.pointer() + "/dataset").exception();
        }
    }

    private final class Pages implements SourceRows {
        private final ChosenDataset dataset;
        private Iterator<StoredRow> page = List.<StoredRow>of().iterator();
        private int last = -1;
        private int read;

        Pages(ChosenDataset dataset) {
            this.dataset = dataset;
        }

        @Override
        public String name() {
            return dataset.dataset();
        }

        @Override
        public @Nullable SourceRow next() {
            if (!page.hasNext()) {
                page = rows.page(dataset.id(), last).iterator();
            }
            if (!page.hasNext()) {
                requireAll();
                return null;
            }
            StoredRow row = page.next();
            last = row.position();
            read++;
            return new SourceRow(
                    row.row().instruction(), row.row().input(), row.row().output(), row.heldOut(), row.origin());
        }

        private void requireAll() {
            if (read != dataset.trainRows() + dataset.heldOutRows()) {
                throw Problem.of(409, "dataset_removed", dataset.dataset() + " was removed while it was read")
                        .remedy("choose another, or import its rows again")
                        .exception();
            }
        }

        @Override
        public void close() {
            // Each page was a transaction of its own.
        }
    }
}
