package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.UUID;

/** Removes datasets that no training needs any more. Thread-safe. */
@Singleton
class DatasetRemoval {
    private static final String HOLD = "select id from dataset where id = ? for update";

    private static final String TRAININGS = """
            select count(*) as trainings from training
            where dataset_id = ? and parent is null and state in ('queued', 'dispatched', 'running')""";

    private static final String EVALUATIONS =
            "select count(*) as evaluations from evaluation where dataset_id = ? and state = 'running'";

    private final Database database;
    private final Datasets datasets;

    DatasetRemoval(Database database, Datasets datasets) {
        this.database = database;
        this.datasets = datasets;
    }

    /**
     * Removes one for good; adapters that were trained on it keep its hash.
     *
     * @throws ProblemException if the tenant has no such one, or a training or an evaluation that has not ended uses it
     */
    void remove(String tenant, String reference) {
        database.inTransaction(sql -> {
            UUID id = datasets.require(sql, tenant, reference).id();
            // Whoever submits a training with it is before this, or finds nothing.
            sql.query(HOLD, row -> row.uuid("id"), id);
            DatasetView held = datasets.require(sql, tenant, reference).view();
            requireUnused(sql, held.dataset(), id);
            sql.update("delete from dataset_row where dataset_id = ?", id);
            sql.update("delete from dataset where id = ?", id);
            return held;
        });
    }

    // Trainings first: an evaluation that one leaves behind is there as soon as it has ended.
    private static void requireUnused(Sql sql, String dataset, UUID id) throws SQLException {
        long trainings =
                sql.queryOne(TRAININGS, row -> row.bigNumber("trainings"), id).orElseThrow();
        long evaluations = sql.queryOne(EVALUATIONS, row -> row.bigNumber("evaluations"), id)
                .orElseThrow();
        if (trainings + evaluations > 0) {
            throw Problem.of(
                            409,
                            "dataset_in_use",
                            "%d trainings and %d evaluations that have not ended use %s"
                                    .formatted(trainings, evaluations, dataset))
                    .remedy("wait for their end, or cancel them")
                    .exception();
        }
    }
}
