package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dataset.Datasets.StoredDataset;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores what is imported, all of it or nothing; the same content once. Thread-safe. */
@Singleton
class DatasetStore {
    private static final int SHOWN_LEAKS = 20;

    // Those who store for one tenant wait for each other, or the same content would be stored twice at once.
    private static final String ONE_AT_A_TIME = """
            select 1 as one from (select pg_advisory_xact_lock(hashtextextended('datasets ' || ?, 0))) held""";

    private static final String NEXT_VERSION = """
            insert into dataset_name as n (tenant, name, versions) values (?, ?, 1)
            on conflict (tenant, name) do update set versions = n.versions + 1 returning versions""";

    private static final String COUNT = "select count(*) as datasets from dataset where tenant = ?";

    private static final String INSERT = """
            insert into dataset (id, tenant, name, version, hash, instruction, schema, train_rows, held_out_rows,
                                 statistics, sources, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SCHEMA = "update dataset set schema = ? where id = ? and ?::text is not null";

    private static final String DROP = "delete from dataset_row where dataset_id = ? and position = any(?)";

    private final Database database;
    private final Datasets datasets;
    private final DatasetRows rows;
    private final DatasetConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    DatasetStore(
            Database database,
            Datasets datasets,
            DatasetRows rows,
            DatasetConfig config,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.datasets = datasets;
        this.rows = rows;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Reads and stores a dataset as the next version of its name, unless its content is there already.
     *
     * @param sources what the files are read from, as JSON, or null where they were sent
     */
    Stored store(String tenant, DatasetRequest request, DatasetFiles files, @Nullable String sources)
            throws IOException {
        try {
            return database.inOneTransaction(sql -> store(sql, tenant, request, files, sources));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Stored store(Sql sql, String tenant, DatasetRequest request, DatasetFiles files, @Nullable String sources)
            throws SQLException {
        UUID id = UUID.randomUUID();
        DatasetImport taken = new DatasetImport(new RowCopy(sql, id), request, config, json);
        try {
            taken.read(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DatasetStatistics.Leaks leaks = leaks(sql, id, taken, request.dropLeaks());
        int train = taken.tally().kept() - taken.heldOutRows() - (leaks.dropped() ? leaks.found() : 0);
        requireEnough(train);
        String hash = rows.hash(sql, id);
        sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
        Optional<StoredDataset> known = datasets.byHash(sql, tenant, hash);
        if (known.isPresent()) {
            sql.update("delete from dataset_row where dataset_id = ?", id);
            // The rows are the same, and fit this schema too: it says from now on how outputs are scored.
            sql.update(SCHEMA, taken.schema(), known.get().id(), taken.schema());
            return new Stored(datasets.byHash(sql, tenant, hash).orElseThrow().view(), false);
        }
        requireRoom(sql, tenant);
        sql.update(
                INSERT,
                id,
                tenant,
                request.name(),
                sql.queryOne(NEXT_VERSION, row -> row.number("versions"), tenant, request.name())
                        .orElseThrow(),
                hash,
                taken.tally().instruction(),
                taken.schema(),
                train,
                taken.heldOutRows(),
                datasets.write(taken.tally().statistics(leaks)),
                sources,
                clock.instant());
        return new Stored(datasets.byHash(sql, tenant, hash).orElseThrow().view(), true);
    }

    private DatasetStatistics.Leaks leaks(Sql sql, UUID id, DatasetImport taken, boolean drop) throws SQLException {
        List<LeakCheck.Leak> found = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        int[] count = new int[1];
        if (taken.heldOutRows() > 0) {
            LeakCheck check = new LeakCheck(config.leakSimilarity());
            rows.each(sql, id, row -> {
                if (row.heldOut()) {
                    check.holdOut(row.row().line(), row.row().input());
                }
            });
            rows.each(sql, id, row -> {
                if (row.heldOut()) {
                    return;
                }
                check.find(row.row().line(), row.row().input()).ifPresent(leak -> {
                    count[0]++;
                    if (found.size() < SHOWN_LEAKS) {
                        found.add(leak);
                    }
                    if (drop) {
                        positions.add(row.position());
                    }
                });
            });
            sql.update(DROP, id, positions.toArray(Integer[]::new));
        }
        return new DatasetStatistics.Leaks(count[0], drop && count[0] > 0, found);
    }

    private void requireEnough(int train) {
        if (train < config.leastRows()) {
            throw Problem.of(
                            422,
                            "too_few_rows",
                            "%d rows are left to train on, at least %d are needed".formatted(train, config.leastRows()))
                    .limit(config.leastRows())
                    .remedy("add rows, or hold fewer out; the operator can lower winnow.datasets.least-rows")
                    .exception();
        }
    }

    private void requireRoom(Sql sql, String tenant) throws SQLException {
        long stored =
                sql.queryOne(COUNT, row -> row.bigNumber("datasets"), tenant).orElseThrow();
        if (stored >= config.perTenant()) {
            throw Problem.of(409, "too_many_datasets", "%d datasets are stored".formatted(stored))
                    .limit(config.perTenant())
                    .remedy("remove one; the operator can raise winnow.datasets.per-tenant")
                    .exception();
        }
    }

    /** What became of an import. */
    record Stored(DatasetView dataset, boolean fresh) {}
}
