package dev.winnow.coordinator.training;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.webhook.TrainingEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

/** Ends trainings, lets them go on, and deletes them, as their users wish. Thread-safe. */
@Singleton
class TrainingControl {
    private static final String CANCEL = """
            update training set state = ?, ended_at = ? where tenant = ? and id = ? and parent is null and state = any(?)""";

    private static final String RESUME = """
            update training set state = ?, attempt = attempt + ?, ended_at = null, worker = null, lease_until = null,
                                fruitless = 0, error_code = null, error_message = null
            where tenant = ? and id = ? and parent is null and state = any(?)
              and exists (select from dataset d where d.id = training.dataset_id)""";

    private static final String DELETE =
            "delete from training where tenant = ? and id = ? and parent is null and not (state = any(?))";

    private final Database database;
    private final TrainingRows rows;
    private final TrainingEnds ends;
    private final Clock clock;

    TrainingControl(Database database, TrainingRows rows, TrainingEnds ends, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.ends = ends;
        this.clock = clock;
    }

    /** Ends one; its worker hears of it with its next report. Its last checkpoint stays. Twice is once. */
    TrainingView cancel(String tenant, UUID id) {
        return database.inTransaction(sql -> {
            TrainingEvent event = TrainingEvent.CANCEL;
            int changed = sql.update(CANCEL, event.toStored(), clock.instant(), tenant, id, event.fromStored());
            TrainingView now = rows.require(sql, tenant, id);
            if (changed == 0 && !now.state().equals(event.toStored())) {
                throw refused(now, "cancelled");
            }
            if (changed > 0) {
                ends.ended(sql, id);
            }
            return now;
        });
    }

    /** Lets one go on from its last checkpoint that was cancelled or has failed. */
    TrainingView resume(String tenant, UUID id) {
        return database.inTransaction(sql -> {
            TrainingEvent event = TrainingEvent.RESUME;
            int changed = sql.update(RESUME, event.toStored(), event.attempts(), tenant, id, event.fromStored());
            TrainingView now = rows.require(sql, tenant, id);
            if (changed == 0) {
                throw refused(now, "resumed");
            }
            return now;
        });
    }

    /** Deletes one that has ended, with its checkpoint; its adapter stays. */
    void delete(String tenant, UUID id) {
        database.inTransaction(sql -> {
            delete(sql, tenant, id);
            return id;
        });
    }

    private void delete(Sql sql, String tenant, UUID id) throws SQLException {
        TrainingView before = rows.require(sql, tenant, id);
        if (sql.update(DELETE, tenant, id, TrainingEvent.CANCEL.fromStored()) == 0) {
            throw refused(before, "deleted");
        }
    }

    private static RuntimeException refused(TrainingView training, String wanted) {
        return Problem.of(
                        409,
                        "training_" + training.state(),
                        "the training is %s and cannot be %s".formatted(training.state(), wanted))
                .remedy(
                        wanted.equals("deleted")
                                ? "cancel it first, or wait for its end"
                                : "submit a new one; its dataset must still be there for one to be resumed")
                .exception();
    }
}
