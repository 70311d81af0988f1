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
import org.jspecify.annotations.Nullable;

/**
 * Has adapters evaluated whose training is done and asked for it; those of one request together, when the last of its
 * trainings is over. The evaluation and the trainings' note of it are one transaction under the trainings' locks, so
 * there is one, whoever dies and however many look. Thread-safe.
 */
@Singleton
class TrainingEvaluations {
    private static final Logger LOG = Logger.getLogger(TrainingEvaluations.class);
    private static final int AT_ONCE = 8;

    private static final String WAITING = """
            select id, tenant, trials_id from training t
            where state = ? and evaluate_rows is not null and evaluation_id is null
              and not exists (select from training o
                              where o.trials_id = t.trials_id and o.tenant = t.tenant and o.state = any(?))
            order by id limit ?""";

    // Another replica that has them already is not waited for.
    private static final String HOLD = """
            select id, dataset_hash, adapter, evaluate_rows from training
            where tenant = ? and (id = ? or trials_id = ?) and state = ? and evaluate_rows is not null
              and evaluation_id is null
            order by trial for update skip locked""";

    private static final String FORGET_GONE = """
            update training set evaluate_rows = null
            where tenant = ? and (id = ? or trials_id = ?) and state = ? and evaluation_id is null
              and not exists (select from adapter a
                              where a.tenant = training.tenant and a.name || '@' || a.version = training.adapter)""";

    private static final String FORGET = """
            update training set evaluate_rows = null
            where tenant = ? and (id = ? or trials_id = ?) and state = ? and evaluation_id is null""";

    private static final String COUNT = """
            select count(*) as n from training
            where tenant = ? and (id = ? or trials_id = ?) and state = ? and evaluate_rows is not null
              and evaluation_id is null""";

    private final Database database;
    private final Evaluations evaluations;

    TrainingEvaluations(Database database, Evaluations evaluations) {
        this.database = database;
        this.evaluations = evaluations;
    }

    /**
     * Begins what waits.
     *
     * @return how many evaluations
     */
    int runOnce() {
        List<Waiting> waiting = database.inTransaction(sql -> sql.query(
                WAITING, Waiting::read, TrainingEvent.FINISH.toStored(), TrainingEvent.CANCEL.fromStored(), AT_ONCE));
        int begun = 0;
        for (Waiting training : waiting) {
            begun += begin(training) ? 1 : 0;
        }
        return begun;
    }

    private boolean begin(Waiting waiting) {
        try {
            return database.inTransaction(sql -> begin(sql, waiting));
        } catch (ProblemException e) {
            if (e.problem().status() >= 500) {
                LOG.debugf("the adapter of training %s is not evaluated yet: %s", waiting.id(), e.getMessage());
                return false;
            }
            // Its dataset was removed meanwhile, most likely: there is nothing to evaluate any more.
            LOG.infof("the adapter of training %s is not evaluated: %s", waiting.id(), e.getMessage());
            database.inTransaction(sql -> sql.update(
                    FORGET, waiting.tenant(), waiting.id(), waiting.trials(), TrainingEvent.FINISH.toStored()));
            return false;
        }
    }

    private boolean begin(Sql sql, Waiting waiting) throws SQLException {
        sql.update(FORGET_GONE, waiting.tenant(), waiting.id(), waiting.trials(), TrainingEvent.FINISH.toStored());
        List<Trained> held = sql.query(
                HOLD, Trained::read, waiting.tenant(), waiting.id(), waiting.trials(), TrainingEvent.FINISH.toStored());
        long all = sql.queryOne(
                        COUNT,
                        row -> row.bigNumber("n"),
                        waiting.tenant(),
                        waiting.id(),
                        waiting.trials(),
                        TrainingEvent.FINISH.toStored())
                .orElseThrow();
        if (held.isEmpty() || held.size() < all) {
            return false; // another replica is about it
        }
        int rows = held.stream().mapToInt(Trained::rows).max().orElseThrow();
        // Two settings may come to the same adapter.
        List<String> adapters = held.stream().map(Trained::adapter).distinct().toList();
        Evaluations.Prepared prepared =
                evaluations.prepare(waiting.tenant(), held.get(0).dataset(), adapters, rows);
        UUID evaluation = evaluations.store(sql, waiting.tenant(), prepared, held.size() == 1 ? waiting.id() : null);
        for (Trained training : held) {
            sql.update("update training set evaluation_id = ? where id = ?", evaluation, training.id());
        }
        return true;
    }

    private record Waiting(UUID id, String tenant, @Nullable UUID trials) {
        static Waiting read(Row row) throws SQLException {
            String trials = row.textOrNull("trials_id");
            return new Waiting(row.uuid("id"), row.text("tenant"), trials == null ? null : UUID.fromString(trials));
        }
    }

    private record Trained(UUID id, String dataset, String adapter, int rows) {
        static Trained read(Row row) throws SQLException {
            return new Trained(
                    row.uuid("id"), row.text("dataset_hash"), row.text("adapter"), row.number("evaluate_rows"));
        }
    }
}
