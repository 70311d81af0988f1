package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.database.Turn;
import dev.winnow.coordinator.extraction.JobDesk;
import dev.winnow.coordinator.openai.batch.GroupRows.StoredGroup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Moves batches that are not over. Each step is one transaction, which holds the batch's turn: of two coordinators one
 * makes it, and one that dies leaves the state before it. Thread-safe.
 */
@Singleton
class BatchRounds {
    private static final Logger LOG = Logger.getLogger(BatchRounds.class);
    private static final int BATCHES = 1_000;

    private final Database database;
    private final BatchRows rows;
    private final GroupRows groups;
    private final BatchCheck check;
    private final BatchSubmission submission;
    private final BatchOutput output;
    private final JobDesk jobs;
    private final Clock clock;

    BatchRounds(
            Database database,
            BatchRows rows,
            GroupRows groups,
            BatchCheck check,
            BatchSubmission submission,
            BatchOutput output,
            JobDesk jobs,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.groups = groups;
        this.check = check;
        this.submission = submission;
        this.output = output;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Moves each as far as it goes now. */
    void runOnce() {
        for (UUID batch : database.inTransaction(sql -> rows.open(sql, BATCHES))) {
            try {
                boolean more = true;
                while (more) {
                    more = database.inOneTransaction(sql -> Turn.BATCH.take(sql, batch.toString()) && step(sql, batch));
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "batch %s is not moved now, another attempt follows", batch);
            }
        }
    }

    /** Makes one step, and says whether the next one may follow. */
    private boolean step(Sql sql, UUID id) throws SQLException {
        Batch batch = rows.read(sql, id);
        return switch (batch.state()) {
            case VALIDATING -> check.run(sql, batch);
            case SUBMITTING -> submission.run(sql, batch);
            case IN_PROGRESS -> !groups.anyUnfinished(sql, id) && BatchEvent.END.happen(sql, id, clock.instant());
            case FINALIZING -> output.run(sql, batch, false);
            case CANCELLING -> cancel(sql, batch);
            case COMPLETED, FAILED, EXPIRED, CANCELLED -> false;
        };
    }

    private boolean cancel(Sql sql, Batch batch) throws SQLException {
        submission.findAll(sql, batch);
        for (StoredGroup group : groups.all(sql, batch.id())) {
            if (group.job() != null) {
                jobs.cancel(batch.tenant(), group.job());
            }
        }
        return output.run(sql, batch, true);
    }
}
