package dev.winnow.coordinator.training;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.Evaluations;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Has adapters evaluated whose training is done and asked for it. The evaluation and the training's note of it are one
 * transaction under the training's lock, so there is one, whoever dies and however many look. Thread-safe.
 */
@Singleton
class TrainingEvaluations {
    private static final Logger LOG = Logger.getLogger(TrainingEvaluations.class);
    private static final int AT_ONCE = 8;

    private static final String WAITING = """
            select id, tenant, dataset_hash, base, adapter, evaluate_rows from training
            where state = ? and evaluate_rows is not null and evaluation_id is null and adapter is not null
            order by id limit ?""";

    private static final String HOLD = """
            select id from training where id = ? and evaluate_rows is not null and evaluation_id is null
            for update skip locked""";

    private final Database database;
    private final Evaluations evaluations;

    TrainingEvaluations(Database database, Evaluations evaluations) {
        this.database = database;
        this.evaluations = evaluations;
    }

    /**
     * Begins what waits.
     *
     * @return how many
     */
    int runOnce() {
        List<Trained> waiting = database.inTransaction(
                sql -> sql.query(WAITING, Trained::read, TrainingEvent.FINISH.toStored(), AT_ONCE));
        int begun = 0;
        for (Trained training : waiting) {
            begun += begin(training) ? 1 : 0;
        }
        return begun;
    }

    private boolean begin(Trained training) {
        try {
            Evaluations.Prepared prepared = evaluations.prepare(
                    training.tenant(), training.dataset(), training.base(), training.adapter(), training.rows());
            return database.inTransaction(sql -> isWaiting(sql, training.id()) && store(sql, training, prepared));
        } catch (ProblemException e) {
            if (e.problem().status() >= 500) {
                LOG.debugf("the adapter of training %s is not evaluated yet: %s", training.id(), e.getMessage());
                return false;
            }
            // Its dataset or adapter were removed meanwhile, most likely: there is nothing to evaluate any more.
            LOG.infof("the adapter of training %s is not evaluated: %s", training.id(), e.getMessage());
            database.inTransaction(
                    sql -> sql.update("update training set evaluate_rows = null where id = ?", training.id()));
            return false;
        }
    }

    private static boolean isWaiting(Sql sql, UUID training) throws SQLException {
        return !sql.query(HOLD, row -> row.uuid("id"), training).isEmpty();
    }

    private boolean store(Sql sql, Trained training, Evaluations.Prepared prepared) throws SQLException {
        UUID evaluation = evaluations.store(sql, training.tenant(), prepared, training.id());
        return sql.update("update training set evaluation_id = ? where id = ?", evaluation, training.id()) > 0;
    }

    private record Trained(UUID id, String tenant, String dataset, String base, String adapter, int rows) {
        static Trained read(Row row) throws SQLException {
            return new Trained(
                    row.uuid("id"),
                    row.text("tenant"),
                    row.text("dataset_hash"),
                    row.text("base"),
                    row.text("adapter"),
                    row.number("evaluate_rows"));
        }
    }
}
