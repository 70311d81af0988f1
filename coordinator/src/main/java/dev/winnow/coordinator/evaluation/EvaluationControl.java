package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/** Ends evaluations and deletes them, as their users wish. Thread-safe. */
@Singleton
class EvaluationControl {
    // Runs before their evaluation, as scoring locks them.
    private static final String CANCEL_RUNS = """
            update evaluation_run set state = ? where evaluation_id = ? and state = any(?)
              and exists (select from evaluation e where e.id = evaluation_id and e.tenant = ? and e.state = ?)""";

    private static final String CANCEL =
            "update evaluation set state = ?, ended_at = ? where tenant = ? and id = ? and state = ?";

    private static final String DELETE = "delete from evaluation where tenant = ? and id = ? and state <> ?";

    private final Database database;
    private final EvaluationRows rows;
    private final LeftJobs left;
    private final Clock clock;

    EvaluationControl(Database database, EvaluationRows rows, LeftJobs left, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.left = left;
        this.clock = clock;
    }

    /** Ends one with its jobs; what was scored before keeps its score. Twice is once. */
    EvaluationView cancel(String tenant, UUID id) {
        EvaluationEvent event = EvaluationEvent.CANCEL;
        EvaluationView cancelled = database.inTransaction(sql -> {
            sql.update(
                    CANCEL_RUNS,
                    RunEvent.CANCEL.toStored(),
                    id,
                    RunEvent.CANCEL.fromStored(),
                    tenant,
                    event.from().stored());
            sql.update(
                    CANCEL,
                    event.to().stored(),
                    clock.instant(),
                    tenant,
                    id,
                    event.from().stored());
            EvaluationView now = rows.require(sql, tenant, id);
            if (!now.state().equals(event.to().stored())) {
                throw Problem.of(
                                409,
                                "evaluation_" + now.state(),
                                "the evaluation is %s and cannot be cancelled".formatted(now.state()))
                        .remedy("its scores stay; delete it if they are not wanted")
                        .exception();
            }
            return now;
        });
        left.runOnce();
        return cancelled;
    }

    /** Deletes one that has ended; its jobs, and what adapters' cards say of it, stay. */
    void delete(String tenant, UUID id) {
        database.inTransaction(sql -> {
            EvaluationView before = rows.require(sql, tenant, id);
            if (sql.update(DELETE, tenant, id, EvaluationState.RUNNING.stored()) == 0) {
                throw Problem.of(
                                409,
                                "evaluation_running",
                                "the evaluation is %s and cannot be deleted".formatted(before.state()))
                        .remedy("cancel it first, or wait for its end")
                        .exception();
            }
            return id;
        });
    }
}
