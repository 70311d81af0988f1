package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds a tenant's datasets, and removes them. Thread-safe. */
@Singleton
public class Datasets {
    private static final Pattern VERSION = Pattern.compile("(" + DatasetRequest.NAME + ")@([1-9][0-9]{0,8})");

    private static final String COLUMNS = """
            select id, name, version, hash, instruction, schema is not null as has_schema, train_rows, held_out_rows,
                   statistics, sources, created_at
            from dataset\s""";

    private static final String BY_VERSION = COLUMNS + "where tenant = ? and name = ? and version = ?";

    private static final String BY_HASH = COLUMNS + "where tenant = ? and hash = ?";

    private static final String ALL = COLUMNS + "where tenant = ? order by name, version desc";

    private static final String NEWEST = "select versions from dataset_name where tenant = ? and name = ?";

    private static final String NEWEST_THERE = """
            select name || '@' || version as dataset from dataset
            where tenant = ? and name = ? order by version desc limit 1""";

    private static final String OF_HASH = "select id from dataset where hash = ? limit 1";

    private final Database database;
    private final ObjectMapper json;

    Datasets(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** All of a tenant's, by name, the newest version of each first. */
    List<DatasetView> all(String tenant) {
        return database.inTransaction(sql -> sql.query(ALL, row -> read(row).view(), tenant));
    }

    /**
     * One of them, by version or hash.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    StoredDataset find(String tenant, String reference) {
        return database.inTransaction(sql -> require(sql, tenant, reference));
    }

    StoredDataset require(Sql sql, String tenant, String reference) throws SQLException {
        Matcher version = VERSION.matcher(reference);
        Optional<StoredDataset> found = version.matches()
                ? sql.queryOne(BY_VERSION, this::read, tenant, version.group(1), Integer.parseInt(version.group(2)))
                : byHash(sql, tenant, reference);
        if (found.isEmpty()) {
            String name = reference.replaceFirst("@.*", "");
            throw Problem.of(404, "unknown_dataset", "there is no dataset '%s'".formatted(reference))
                    .at("/dataset")
                    .remedy(sql.queryOne(NEWEST, row -> row.number("versions"), tenant, name)
                            .map(newest -> "the newest version of that name is %s@%d".formatted(name, newest))
                            .orElse("GET /api/v1/datasets, or 'winnow datasets list', lists those there are"))
                    .exception();
        }
        return found.get();
    }

    Optional<StoredDataset> byHash(Sql sql, String tenant, String hash) throws SQLException {
        return sql.queryOne(BY_HASH, this::read, tenant, hash);
    }

    /**
     * The dataset that a training means.
     *
     * @throws ProblemException 422 if the tenant has no such one
     */
    public ChosenDataset resolve(String tenant, String reference) {
        try {
            StoredDataset found = find(tenant, reference);
            DatasetView view = found.view();
            return new ChosenDataset(
                    found.id(),
                    view.dataset(),
                    view.hash(),
                    view.name(),
                    view.trainRows(),
                    view.heldOutRows(),
                    view.instruction(),
                    view.hasSchema());
        } catch (ProblemException e) {
            // The dataset is not what the request addresses, but a part of it.
            Problem why = e.problem();
            throw Problem.of(422, why.code(), why.detail())
                    .at("/dataset")
                    .remedy(String.valueOf(why.remedy()))
                    .exception();
        }
    }

    /** The JSON Schema of its outputs, if one was given and the dataset is still there. */
    public Optional<String> schema(Sql sql, UUID dataset) throws SQLException {
        return sql.queryOne(
                "select schema from dataset where id = ? and schema is not null", row -> row.text("schema"), dataset);
    }

    /**
     * The same, where a name alone means its newest version.
     *
     * @throws ProblemException 422 if the tenant has no such one
     */
    public ChosenDataset newest(String tenant, String reference) {
        Optional<String> newest = database.inTransaction(
                sql -> sql.queryOne(NEWEST_THERE, row -> row.text("dataset"), tenant, reference));
        return resolve(tenant, newest.orElse(reference));
    }

    /** Any tenant's rows: whoever knows their hash has been given work with them. */
    Optional<UUID> ofHash(String hash) {
        return database.inTransaction(sql -> sql.queryOne(OF_HASH, row -> row.uuid("id"), hash));
    }

    StoredDataset read(Row row) throws SQLException {
        String name = row.text("name") + "@" + row.number("version");
        return new StoredDataset(
                row.uuid("id"),
                new DatasetView(
                        name,
                        row.text("name"),
                        row.number("version"),
                        row.text("hash"),
                        row.number("train_rows"),
                        row.number("held_out_rows"),
                        row.textOrNull("instruction"),
                        row.flag("has_schema"),
                        statistics(name, row.text("statistics")),
                        row.textOrNull("sources"),
                        row.time("created_at")));
    }

    private DatasetStatistics statistics(String name, String text) {
        try {
            return json.readValue(text, DatasetStatistics.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the statistics of " + name + " cannot be read", e);
        }
    }

    String write(DatasetStatistics statistics) {
        try {
            return json.writeValueAsString(statistics);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("statistics can always be written", e);
        }
    }

    /** A dataset's row. */
    record StoredDataset(UUID id, DatasetView view) {}

    /**
     * What a training or an evaluation needs to know of its dataset.
     *
     * @param instruction what all rows are told, or null where they differ
     * @param hasSchema whether its outputs were checked against a schema
     */
    public record ChosenDataset(
            UUID id,
            String dataset,
            String hash,
            String name,
            int trainRows,
            int heldOutRows,
            @Nullable String instruction,
            boolean hasSchema) {}
}
